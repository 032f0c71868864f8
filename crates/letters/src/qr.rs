//! A QR code as a picture.

use qrcodegen::{QrCode, QrCodeEcc};

/// Light modules around a QR code (ISO/IEC 18004).
const QUIET_MODULES: i32 = 4;

/// A text as a QR code in SVG, hidden from screen readers: the text stands beside it. Nothing if it
/// is too long for one.
pub fn qr_svg(text: &str) -> Option<String> {
    let qr = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = qr.size() + 2 * QUIET_MODULES;
    let dark = (0..qr.size())
        .flat_map(|y| (0..qr.size()).map(move |x| (x, y)))
        .filter(|(x, y)| qr.get_module(*x, *y));
    let path: String = dark
        .map(|(x, y)| format!("M{} {}h1v1h-1z", x + QUIET_MODULES, y + QUIET_MODULES))
        .collect();
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" aria-hidden=\"true\" focusable=\"false\"><rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}
