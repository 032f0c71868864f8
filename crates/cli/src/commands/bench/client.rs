//! The leanest HTTP/1.1 client that keeps a connection: what it costs is taken from the server.

use std::io::{Error, ErrorKind, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Bytes read at a time; an answer is smaller.
const READ_BYTES: usize = 16_384;

/// One connection, kept open.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer, lent until the next request.
pub struct Answer<'a> {
    /// Its status.
    pub status: u16,
    head: &'a str,
    /// Its body.
    pub body: &'a [u8],
}

impl Answer<'_> {
    /// A header's value, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(self.head, name)
    }
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(READ_BYTES),
        })
    }

    /// Sends a request and waits for its whole answer.
    ///
    /// # Errors
    /// When the connection breaks, or what comes is no HTTP.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let mut whole = None;
        while whole.is_none_or(|(_, end)| self.buffer.len() < end) {
            self.buffer.reserve(READ_BYTES);
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            if whole.is_none() {
                whole = extent(&self.buffer)?;
            }
        }
        let (head_end, end) = whole.unwrap_or_default();
        let head = std::str::from_utf8(&self.buffer[..head_end]).map_err(Error::other)?;
        let status = head.get(9..12).and_then(|status| status.parse().ok());
        Ok(Answer {
            status: status.ok_or_else(|| Error::other("no status line"))?,
            head,
            body: &self.buffer[head_end..end],
        })
    }
}

/// Where the head ends and where the body does, once the head is there.
fn extent(buffer: &[u8]) -> Result<Option<(usize, usize)>> {
    let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&buffer[..at + 4]).map_err(Error::other)?;
    let length = header(head, "content-length").map_or(Ok(0), str::parse::<usize>);
    let length = length.map_err(Error::other)?;
    Ok(Some((at + 4, at + 4 + length)))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let found = lines.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim())
}

/// Writes a GET.
pub fn get(path: &str, cookie: Option<&str>) -> Vec<u8> {
    let cookie = cookie.map_or_else(String::new, |cookie| format!("cookie: {cookie}\r\n"));
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\n{cookie}\r\n").into_bytes()
}

/// Writes a POST.
pub fn post(path: &str, kind: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: {kind}\r\n{more}content-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_body_is() {
        let answer = b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello";
        let extent = extent(answer)
            .expect("it is HTTP")
            .expect("the head is there");
        assert_eq!(extent, (answer.len() - 5, answer.len()));
    }
}
