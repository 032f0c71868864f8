//! A look at Rust source that is enough for the rules of the house: what is code, what is a
//! string, which lines are a test module, what is declared where. It needs no parser, since
//! everything here has gone through rustfmt and the compiler.

/// Source with its comments and the insides of its strings blanked out, and the strings apart.
/// Lines and columns (in characters) stay where they were.
#[derive(Clone, Debug)]
pub struct Source {
    /// The code.
    pub code: Vec<char>,
    /// The strings: the index where each begins, and its text as written.
    pub strings: Vec<(usize, String)>,
    /// How many lines of test modules were taken out.
    pub test_lines: usize,
    /// Where each line ends.
    line_ends: Vec<usize>,
}

impl Source {
    /// Reads a file.
    pub fn read(text: &str) -> Self {
        let mut scan = Scan {
            chars: text.chars().collect(),
            at: 0,
            strings: Vec::new(),
        };
        while scan.at < scan.chars.len() {
            scan.step();
        }
        let ends = scan.chars.iter().enumerate().filter(|(_, c)| **c == '\n');
        let line_ends = ends.map(|(index, _)| index).collect();
        Self {
            code: scan.chars,
            strings: scan.strings,
            test_lines: 0,
            line_ends,
        }
    }

    /// The line of an index, counted from 1.
    pub fn line(&self, index: usize) -> usize {
        1 + self.line_ends.partition_point(|end| *end < index)
    }

    /// The source without its `#[cfg(test)]` modules, which become empty lines.
    pub fn without_tests(mut self) -> Self {
        let marker: Vec<char> = "#[cfg(test)]".chars().collect();
        let mut at = 0;
        while let Some(begin) = find(&self.code, &marker, at) {
            at = begin + marker.len();
            let Some(open) = self.code[at..].iter().position(|c| matches!(c, '{' | ';')) else {
                break;
            };
            if self.code[at + open] == '{' {
                let end = closing(&self.code, at + open);
                self.test_lines += self.line(end) - self.line(begin) + 1;
                blank(&mut self.code[begin..=end]);
                self.strings
                    .retain(|(index, _)| !(begin..=end).contains(index));
                at = end;
            }
        }
        self
    }

    /// The code as text.
    pub fn text(&self) -> String {
        self.code.iter().collect()
    }

    /// The words of the code: each identifier or keyword with the index where it begins.
    pub fn words(&self) -> Vec<(usize, String)> {
        let mut words = Vec::new();
        let mut at = 0;
        while at < self.code.len() {
            let begin = at;
            while at < self.code.len() && is_word(self.code[at]) {
                at += 1;
            }
            if at > begin {
                words.push((begin, self.code[begin..at].iter().collect()));
            } else {
                at += 1;
            }
        }
        words
    }
}

struct Scan {
    chars: Vec<char>,
    at: usize,
    strings: Vec<(usize, String)>,
}

impl Scan {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => {
                let end = self.until(|c| c == '\n', self.at);
                blank(&mut self.chars[self.at..end]);
                self.at = end;
            }
            ('/', '*') => self.block_comment(),
            ('"', _) => self.string(0, false),
            ('\'', _) => self.character(),
            ('r' | 'b' | 'c', _) if self.begins_word() && self.prefixed_string() => {}
            _ if is_word(self.peek(0)) => self.at = self.until(|c| !is_word(c), self.at),
            _ => self.at += 1,
        }
    }

    fn until(&self, stop: impl Fn(char) -> bool, from: usize) -> usize {
        let found = self.chars[from..].iter().position(|c| stop(*c));
        found.map_or(self.chars.len(), |offset| from + offset)
    }

    fn begins_word(&self) -> bool {
        self.at == 0 || !is_word(self.chars[self.at - 1])
    }

    fn block_comment(&mut self) {
        let begin = self.at;
        let mut depth = 0;
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => {
                    depth += 1;
                    self.at += 2;
                }
                ('*', '/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        break;
                    }
                }
                _ => self.at += 1,
            }
        }
        let end = self.at.min(self.chars.len());
        blank(&mut self.chars[begin..end]);
    }

    /// `r"…"`, `r#"…"#`, `b"…"`, `br"…"`, `b'…'`, `c"…"`; tells whether there was one.
    fn prefixed_string(&mut self) -> bool {
        let word = self.until(|c| !is_word(c), self.at);
        let prefix: String = self.chars[self.at..word].iter().collect();
        let raw = matches!(prefix.as_str(), "r" | "br" | "cr");
        if !raw && !matches!(prefix.as_str(), "b" | "c") {
            return false;
        }
        let quote = if raw {
            self.until(|c| c != '#', word)
        } else {
            word
        };
        match self.chars.get(quote) {
            Some('"') => {
                self.at = quote;
                self.string(quote - word, raw);
                true
            }
            Some('\'') if !raw => {
                self.at = quote;
                self.character();
                true
            }
            _ => false,
        }
    }

    fn string(&mut self, hashes: usize, raw: bool) {
        let open = self.at;
        self.at += 1;
        while self.at < self.chars.len() {
            match self.peek(0) {
                '\\' if !raw => self.at += 2,
                '"' if (1..=hashes).all(|ahead| self.peek(ahead) == '#') => break,
                _ => self.at += 1,
            }
        }
        let end = self.at.min(self.chars.len());
        self.strings
            .push((open, self.chars[open + 1..end].iter().collect()));
        blank(&mut self.chars[open + 1..end]);
        self.at = end + 1 + hashes;
    }

    /// A character such as `'{'`; a lifetime has no quote after its first character.
    fn character(&mut self) {
        let end = match (self.peek(1), self.peek(2)) {
            ('\\', _) => self.until(|c| c == '\'', self.at + 3),
            (_, '\'') => self.at + 2,
            _ => {
                self.at += 1;
                return;
            }
        };
        let end = end.min(self.chars.len());
        blank(&mut self.chars[self.at + 1..end]);
        self.at = end + 1;
    }
}

/// Whether a character can stand in an identifier.
pub fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The index of the bracket that closes the one at `open`; the last index if none does.
pub fn closing(code: &[char], open: usize) -> usize {
    let (opens, closes) = match code[open] {
        '{' => ('{', '}'),
        '(' => ('(', ')'),
        _ => ('[', ']'),
    };
    let mut depth = 0_usize;
    for (offset, c) in code[open..].iter().enumerate() {
        if *c == opens {
            depth += 1;
        } else if *c == closes {
            depth -= 1;
            if depth == 0 {
                return open + offset;
            }
        }
    }
    code.len() - 1
}

fn find(code: &[char], wanted: &[char], from: usize) -> Option<usize> {
    code[from..]
        .windows(wanted.len())
        .position(|window| window == wanted)
        .map(|at| from + at)
}

fn blank(chars: &mut [char]) {
    for c in chars.iter_mut().filter(|c| **c != '\n') {
        *c = ' ';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_are_no_code() {
        let text = "let a = \"x { \\\" y\"; // {\nlet b = r#\"q\"{\"#; /* { /* { */ } */ let c = '{';\nlet d: &'static str = \"\"; let e = b'}'; let f = '\\'';\n";
        let source = Source::read(text);
        assert!(!source.text().contains(['{', '}']), "{}", source.text());
        let strings: Vec<_> = source
            .strings
            .iter()
            .map(|(_, text)| text.as_str())
            .collect();
        assert_eq!(strings, ["x { \\\" y", "q\"{", ""]);
        assert_eq!(source.text().lines().count(), text.lines().count());
    }

    #[test]
    fn a_test_module_is_left_out() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"}\"; }\n}\nfn c() {}\n";
        let source = Source::read(text).without_tests();
        let names: Vec<_> = source.words().into_iter().map(|(_, word)| word).collect();
        assert_eq!(names, ["fn", "a", "fn", "c"]);
        assert!(source.strings.is_empty());
    }
}
