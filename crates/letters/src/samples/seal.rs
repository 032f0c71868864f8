//! An invented seal, drawn here: a ring with 样本 and SAMPLE in it, so that nobody takes it for one.

use crate::render::Seal;

/// Pixels of a side.
const SIDE: u32 = 600;
/// The ring, in pixels from the middle.
const RING: std::ops::RangeInclusive<i64> = 272..=290;
/// Bytes of a row: how it is filtered, then a bit for each pixel.
const ROW_BYTES: usize = 1 + SIDE as usize / 8;

const YANG: [&str; 12] = [
    "..#...#...#.",
    "..#....#.#..",
    "#####.#####.",
    "..#.....#...",
    ".###....#...",
    ".###..#####.",
    "#.#.#...#...",
    "..#.....#...",
    "..#..######.",
    "..#.....#...",
    "..#.....#...",
    "..#.....#...",
];
const BEN: [&str; 12] = [
    "......#......",
    "......#......",
    ".###########.",
    ".....###.....",
    ".....###.....",
    "....#.#.#....",
    "....#.#.#....",
    "...#..#..#...",
    "..#...#...#..",
    ".#.#######.#.",
    "#.....#.....#",
    "......#......",
];
const SAMPLE: [&str; 7] = [
    ".####..###..#...#.####..#.....#####",
    "#.....#...#.##.##.#...#.#.....#....",
    "#.....#...#.#.#.#.#...#.#.....#....",
    ".###..#####.#.#.#.####..#.....####.",
    "....#.#...#.#...#.#.....#.....#....",
    "....#.#...#.#...#.#.....#.....#....",
    "####..#...#.#...#.#.....#####.#####",
];

/// A seal that says that it is a sample: a PNG with a transparent ground.
pub fn seal() -> Seal {
    let mut pixels = Vec::with_capacity(ROW_BYTES * SIDE as usize);
    for y in 0..SIDE {
        pixels.push(0);
        for eight in 0..SIDE / 8 {
            let bit = |byte: u8, nth: u32| (byte << 1) | u8::from(is_red(eight * 8 + nth, y));
            pixels.push((0..8).fold(0, bit));
        }
    }
    let side = SIDE.to_be_bytes();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    // One bit a pixel, which the palette gives its colour: none, and red.
    chunk(
        &mut png,
        b"IHDR",
        &[&side[..], &side, &[1, 3, 0, 0, 0]].concat(),
    );
    chunk(&mut png, b"PLTE", &[255, 255, 255, 200, 16, 46]);
    chunk(&mut png, b"tRNS", &[0, 255]);
    chunk(&mut png, b"IDAT", &stored(&pixels));
    chunk(&mut png, b"IEND", &[]);
    Seal(png)
}

fn is_red(x: u32, y: u32) -> bool {
    let from_middle = |at: u32| i64::from(at) - i64::from(SIDE / 2);
    let squared = from_middle(x).pow(2) + from_middle(y).pow(2);
    RING.contains(&squared.isqrt())
        || drawn(&YANG, (138, 150, 12), (x, y))
        || drawn(&BEN, (306, 150, 12), (x, y))
        || drawn(&SAMPLE, (108, 340, 11), (x, y))
}

/// Whether a pixel is one of a pattern's, of which each mark is so many pixels wide and high.
fn drawn(pattern: &[&str], (left, top, scale): (u32, u32, u32), (x, y): (u32, u32)) -> bool {
    let (Some(x), Some(y)) = (x.checked_sub(left), y.checked_sub(top)) else {
        return false;
    };
    let row = pattern.get((y / scale) as usize);
    row.and_then(|row| row.as_bytes().get((x / scale) as usize)) == Some(&b'#')
}

/// Bytes as zlib keeps them without making them smaller (RFC 1950, RFC 1951 3.2.4).
fn stored(bytes: &[u8]) -> Vec<u8> {
    const BLOCK_BYTES_MAX: usize = 65_535;
    let mut all = vec![0x78, 0x01];
    let mut blocks = bytes.chunks(BLOCK_BYTES_MAX).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        all.push(u8::from(blocks.peek().is_none()));
        all.extend_from_slice(&length.to_le_bytes());
        all.extend_from_slice(&(!length).to_le_bytes());
        all.extend_from_slice(block);
    }
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    all.extend_from_slice(&((high << 16) | low).to_be_bytes());
    all
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    png.extend_from_slice(&length.to_be_bytes());
    let checked = [&kind[..], content].concat();
    png.extend_from_slice(&checked);
    // CRC-32, as PNG has it.
    let mut crc = u32::MAX;
    for byte in checked {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            let odd = crc & 1 == 1;
            crc >>= 1;
            if odd {
                crc ^= 0xedb8_8320;
            }
        }
    }
    png.extend_from_slice(&(!crc).to_be_bytes());
}
