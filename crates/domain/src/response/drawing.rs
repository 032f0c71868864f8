//! A signature drawn on the screen 屏幕签名, below minutes that were read back. What comes in is where the pen was;
//! what is kept is the picture of it, and nothing else: no pressure, no time, no order of the strokes, so that it tells
//! no more of a hand than ink on paper does. It shows that somebody signed these minutes, and serves no other end: it is
//! never compared with another one, never searched, and never used to find out who somebody is.

use crate::language::Language;

/// How wide the field to sign in is, in its own units; a coordinate is less.
pub const DRAWING_WIDTH: u16 = 1_200;
/// How high it is.
pub const DRAWING_HEIGHT: u16 = 400;
/// The most strokes of a drawing.
pub const DRAWING_STROKES_MAX: usize = 200;
/// The most points of a drawing, of all strokes together.
pub const DRAWING_POINTS_MAX: usize = 4_000;
/// The longest text of a drawing: every point of it with four and three digits, and what parts them.
pub const DRAWING_BYTES_MAX: usize = 9 * DRAWING_POINTS_MAX;
/// The most ink, in units: far more than any name takes, and a bound on the work of drawing it.
const INK_MAX: u32 = 100_000;
/// The least ink: less is a slip of the hand.
const INK_MIN: u32 = 100;
/// Half of the width of a line.
const NIB: i32 = 4;
/// Points of a row of the picture that one byte holds.
const BITS: usize = 8;
/// A row of the picture where nobody drew.
const PAPER: u8 = 0xff;

type Point = (i32, i32);

/// Why a drawing was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawingFault {
    /// It is not what the field to sign in sends.
    NotADrawing,
    /// More strokes, points or ink than any name takes.
    TooMuch,
    /// Nothing was drawn, or hardly anything.
    TooLittle,
    /// A scan of the signed paper came with it.
    BesideAScan,
}

impl DrawingFault {
    /// The stable code of the problem.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotADrawing => "not_a_drawing",
            Self::TooMuch => "drawing_too_large",
            Self::TooLittle => "drawing_too_small",
            Self::BesideAScan => "drawing_beside_a_scan",
        }
    }

    /// What is wrong and what to do, in words.
    pub const fn message(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::NotADrawing => (
                "这不是签名框画出来的，请在框里重新签",
                "It was not drawn in the field to sign in; sign there again",
            ),
            Self::TooMuch => (
                "画得太多了，请清除以后重新签",
                "That is too much to be a signature; clear it and sign again",
            ),
            Self::TooLittle => (
                "框里还没有签名，请签在框里",
                "Nobody has signed in the field yet; sign there",
            ),
            Self::BesideAScan => (
                "签名的纸件和屏幕上的签名只交一样，请去掉一样",
                "Either the signed paper or the signature on the screen, not both; leave one out",
            ),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// What one person drew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    strokes: Vec<Vec<Point>>,
}

impl Drawing {
    /// Reads a drawing: points as `x,y`, parted by `-`; strokes parted by `;`. Nothing else is taken.
    ///
    /// # Errors
    /// [`DrawingFault`].
    pub fn parse(text: &str) -> Result<Self, DrawingFault> {
        if text.is_empty() {
            return Err(DrawingFault::TooLittle);
        }
        if text.len() > DRAWING_BYTES_MAX {
            return Err(DrawingFault::TooMuch);
        }
        let strokes = text.split(';').map(stroke).collect::<Result<Vec<_>, _>>()?;
        let points: usize = strokes.iter().map(Vec::len).sum();
        let ink: u32 = strokes
            .iter()
            .flat_map(|stroke| stroke.windows(2))
            .map(|pair| steps(pair[0], pair[1]).unsigned_abs())
            .fold(0, u32::saturating_add);
        let too_many = strokes.len() > DRAWING_STROKES_MAX || points > DRAWING_POINTS_MAX;
        if too_many || ink > INK_MAX {
            return Err(DrawingFault::TooMuch);
        }
        if ink < INK_MIN {
            return Err(DrawingFault::TooLittle);
        }
        Ok(Self { strokes })
    }
}

fn stroke(text: &str) -> Result<Vec<Point>, DrawingFault> {
    text.split('-').map(point).collect()
}

fn point(text: &str) -> Result<Point, DrawingFault> {
    let (x, y) = text.split_once(',').ok_or(DrawingFault::NotADrawing)?;
    Ok((
        coordinate(x, DRAWING_WIDTH)?,
        coordinate(y, DRAWING_HEIGHT)?,
    ))
}

fn coordinate(text: &str, below: u16) -> Result<i32, DrawingFault> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let value = text.parse::<u16>().ok().filter(|_| digits);
    let value = value.filter(|value| *value < below);
    value.map(i32::from).ok_or(DrawingFault::NotADrawing)
}

/// How many points of a picture a line goes through, less one.
fn steps((x, y): Point, (to_x, to_y): Point) -> i32 {
    (to_x - x).abs().max((to_y - y).abs())
}

/// What was drawn, in black on white, one drawing below the other with a line between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    drawings: u32,
    bits: Vec<u8>,
}

impl Picture {
    /// The picture of drawings.
    pub fn of(drawings: &[Drawing]) -> Self {
        let height = usize::from(DRAWING_HEIGHT) * drawings.len();
        let mut picture = Self {
            drawings: u32::try_from(drawings.len()).unwrap_or(u32::MAX),
            bits: vec![PAPER; Self::row_bytes() * height],
        };
        let mut top = 0;
        for drawing in drawings {
            if top > 0 {
                (0..i32::from(DRAWING_WIDTH)).for_each(|x| picture.blacken((x, top)));
            }
            for stroke in &drawing.strokes {
                picture.draw(stroke, top);
            }
            top += i32::from(DRAWING_HEIGHT);
        }
        picture
    }

    /// Width and height, in pixels.
    pub fn size(&self) -> (u32, u32) {
        let height = u32::from(DRAWING_HEIGHT) * self.drawings;
        (u32::from(DRAWING_WIDTH), height)
    }

    /// Its rows from the top, one bit a pixel, the leftmost first: 1 is white.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.bits.chunks(Self::row_bytes())
    }

    const fn row_bytes() -> usize {
        DRAWING_WIDTH as usize / BITS
    }

    fn draw(&mut self, stroke: &[Point], top: i32) {
        if let Some((x, y)) = stroke.first() {
            self.dot((*x, top + *y));
        }
        for pair in stroke.windows(2) {
            let ((x, y), to) = (pair[0], pair[1]);
            let steps = steps((x, y), to);
            for step in 1..=steps {
                let along = |from: i32, to: i32| from + (to - from) * step / steps;
                self.dot((along(x, to.0), top + along(y, to.1)));
            }
        }
    }

    fn dot(&mut self, (x, y): Point) {
        for down in -NIB..=NIB {
            for right in -NIB..=NIB {
                if down * down + right * right <= NIB * NIB {
                    self.blacken((x + right, y + down));
                }
            }
        }
    }

    fn blacken(&mut self, (x, y): Point) {
        let (Ok(column), Ok(row)) = (usize::try_from(x), usize::try_from(y)) else {
            return;
        };
        if column >= usize::from(DRAWING_WIDTH) {
            return;
        }
        let place = row * Self::row_bytes() + column / BITS;
        if let Some(byte) = self.bits.get_mut(place) {
            *byte &= !(0x80 >> (column % BITS));
        }
    }
}
