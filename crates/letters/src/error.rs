//! Why a document was not made, and what to do.

use huiyin_domain::language::Bilingual;

/// Why a document was not made. Nothing half made is ever given out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// No installed font draws a style.
    #[error("no font for {style}: install {packages}")]
    MissingFont {
        /// The style, as printers call it: 仿宋, 黑体 and so on.
        style: String,
        /// The Debian packages of which one is enough.
        packages: String,
    },
    /// A character that no installed font of its style can draw.
    #[error("no installed font can draw ‘{ch}’ (U+{code:04X}) on page {page}: install {packages}")]
    MissingGlyph {
        /// The character.
        ch: char,
        /// Its number in Unicode.
        code: u32,
        /// The page, from 1.
        page: usize,
        /// What to install.
        packages: String,
    },
    /// Something would stand outside the type area, where a printer or a binder cuts it off.
    #[error("text runs out of the type area on page {page}: break it up, with spaces for example")]
    Overflow {
        /// The page, from 1. What it is stays unsaid: errors are logged, and texts are sealed.
        page: usize,
    },
    /// The font map does not say what it should.
    #[error("the font map is wrong: {0}")]
    FontMap(String),
    /// A font file cannot be read.
    #[error("the font file {file} cannot be read: {why}")]
    FontFile {
        /// Its name, without its folder.
        file: String,
        /// Why.
        why: String,
    },
    /// The image of a seal is no picture that can be drawn.
    #[error("the image of the seal cannot be drawn: lodge another one")]
    Undrawable,
    /// The typesetter refused: a mistake of this program, not of whoever wrote the text.
    #[error("the document could not be set: {0}")]
    Typesetting(String),
}

impl LetterError {
    /// The code of interfaces.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingFont { .. } => "letter-font-missing",
            Self::MissingGlyph { .. } => "letter-glyph-missing",
            Self::Overflow { .. } => "letter-overflow",
            Self::FontMap(_) | Self::FontFile { .. } => "letter-fonts-unreadable",
            Self::Undrawable => "letter-seal-undrawable",
            Self::Typesetting(_) => "letter-not-set",
        }
    }

    /// What happened and what to do, for people.
    pub fn message(&self) -> Bilingual {
        let zh = match self {
            Self::MissingFont { style, packages } => {
                format!("服务器上没有{style}字体，文书不能生成。请管理员安装：{packages}")
            }
            Self::MissingGlyph {
                ch, code, packages, ..
            } => format!(
                "已安装的字体里没有“{ch}”（U+{code:04X}）这个字，文书没有生成。请管理员安装：{packages}"
            ),
            Self::Overflow { page } => {
                format!("第{page}页有文字超出版心，文书没有生成。请把那段文字断开，例如加上空格")
            }
            Self::FontMap(why) => format!("字体表有误：{why}"),
            Self::FontFile { file, why } => format!("字体文件{file}读不了：{why}"),
            Self::Undrawable => "印章图样画不出来，请换一张".to_owned(),
            Self::Typesetting(_) => "文书排版失败，已记入日志，请告诉管理员".to_owned(),
        };
        Bilingual::new(zh, format!("The document was not made: {self}"))
    }
}
