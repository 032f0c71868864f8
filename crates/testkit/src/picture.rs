//! Pictures as far as the program looks at them: their form, and none of their pixels.

/// The head of a PNG of so many pixels, what is put between, and its end.
pub fn png(width: u32, height: u32, more: &[u8]) -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| {
        let length = u32::try_from(content.len()).expect("small").to_be_bytes();
        [&length[..], kind, content, &[0; 4]].concat()
    };
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let head = chunk(b"IHDR", &[&sides[..], &[8, 6, 0, 0, 0]].concat());
    let parts = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        head,
        more.to_vec(),
        chunk(b"IDAT", b"pixels"),
        chunk(b"IEND", b""),
    ];
    parts.concat()
}
