//! A signature on the screen: what is taken as one, and the picture that is all that is kept of it.

use huiyin_domain::language::Language;
use huiyin_domain::response::{
    DRAWING_BYTES_MAX, DRAWING_HEIGHT, DRAWING_POINTS_MAX, DRAWING_STROKES_MAX, DRAWING_WIDTH,
    Drawing, DrawingFault, Picture,
};

const CROSS: &str = "100,100-300,300;300,100-100,300";

fn drawn(text: &str) -> Drawing {
    Drawing::parse(text).expect("a drawing")
}

/// Whether a pixel is black.
fn is_black(picture: &Picture, (x, y): (usize, usize)) -> bool {
    let row = picture.rows().nth(y).expect("a row");
    row[x / 8] & (0x80 >> (x % 8)) == 0
}

/// A stroke of so many points, up and down.
fn zigzag(points: usize) -> String {
    let points = (0..points).map(|nth| format!("{},{}", nth % 1_200, 10 * (nth % 2)));
    points.collect::<Vec<_>>().join("-")
}

#[test]
fn what_is_no_drawing_is_told_apart_from_one_that_is_too_large_or_empty() {
    for junk in [
        "signature",
        "100;300",
        "100,100 300,300",
        "100,100-",
        "100,100-300,300;",
        "100,100-300",
        "+10,100-300,300",
        "-10,100-300,300",
        "1e2,100-300,300",
        "100,100-300,300,1",
        "1200,100-300,300",
        "100,400-300,300",
        "100,99999-300,300",
        "<svg/>",
        "data:image/png;base64,iVBORw0KGgo=",
    ] {
        assert_eq!(
            Drawing::parse(junk),
            Err(DrawingFault::NotADrawing),
            "{junk}"
        );
    }
    for little in ["", "600,200", "600,200-601,201", "600,200;601,200;602,200"] {
        assert_eq!(
            Drawing::parse(little),
            Err(DrawingFault::TooLittle),
            "{little}"
        );
    }
    let most = zigzag(DRAWING_POINTS_MAX);
    assert!(Drawing::parse(&most).is_ok());
    let strokes = |count: usize| vec!["10,10-20,20"; count].join(";");
    assert!(Drawing::parse(&strokes(DRAWING_STROKES_MAX)).is_ok());
    // From one corner to the other, again and again: few points, and more ink than any name takes.
    let ink = vec!["0,0-1199,399"; 100].join(";");
    for much in [
        zigzag(DRAWING_POINTS_MAX + 1),
        strokes(DRAWING_STROKES_MAX + 1),
        ink,
        "1".repeat(DRAWING_BYTES_MAX + 1),
    ] {
        assert_eq!(Drawing::parse(&much), Err(DrawingFault::TooMuch));
    }
    for fault in [
        DrawingFault::NotADrawing,
        DrawingFault::TooMuch,
        DrawingFault::TooLittle,
        DrawingFault::BesideAScan,
    ] {
        assert!(fault.message(Language::En).is_ascii());
        assert!(!fault.message(Language::Zh).is_ascii());
    }
}

#[test]
fn the_picture_is_black_where_the_pen_was_and_white_elsewhere() {
    let picture = Picture::of(&[drawn(CROSS)]);
    let size = (u32::from(DRAWING_WIDTH), u32::from(DRAWING_HEIGHT));
    assert_eq!(picture.size(), size);
    assert_eq!(picture.rows().count(), usize::from(DRAWING_HEIGHT));
    for ink in [(100, 100), (200, 200), (300, 300), (300, 100), (150, 250)] {
        assert!(is_black(&picture, ink), "{ink:?}");
    }
    for paper in [(0, 0), (200, 100), (100, 200), (1_199, 399), (320, 320)] {
        assert!(!is_black(&picture, paper), "{paper:?}");
    }
    // A point alone is a dot, and nothing at the edge falls out of the picture.
    let edges = Picture::of(&[drawn("0,0-1199,0-1199,399-0,399-0,0;600,200")]);
    for ink in [(0, 0), (1_199, 0), (1_199, 399), (0, 399), (600, 200)] {
        assert!(is_black(&edges, ink), "{ink:?}");
    }
}

#[test]
fn nothing_but_the_picture_is_left_of_a_drawing() {
    // In which order the strokes were made, and by how many points, nobody can tell from it.
    let one = Picture::of(&[drawn(CROSS)]);
    let other = "300,100-200,200-100,300;100,100-150,150-200,200-300,300";
    assert_eq!(one, Picture::of(&[drawn(other)]));
    assert_ne!(one, Picture::of(&[drawn("100,100-300,300")]));
}

#[test]
fn several_sign_one_below_the_other() {
    let picture = Picture::of(&[drawn(CROSS), drawn("700,100-900,100")]);
    let height = usize::from(DRAWING_HEIGHT);
    assert_eq!(picture.size().1, 2 * u32::from(DRAWING_HEIGHT));
    assert!(is_black(&picture, (200, 200)) && is_black(&picture, (800, height + 100)));
    assert!(!is_black(&picture, (800, 100)) && !is_black(&picture, (200, height + 200)));
    let between = (0..usize::from(DRAWING_WIDTH)).all(|x| is_black(&picture, (x, height)));
    assert!(between, "a line between two");
}
