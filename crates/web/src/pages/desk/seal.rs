//! `/desk/seal`: who keeps the seal of the authority, what waits for it, its image, and each use of it.

use super::DeskFrame;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, FormView, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// A document that waits for the seal.
#[derive(Clone, Debug)]
pub struct SealWaiting {
    /// The petition's number.
    pub number: String,
    /// The word of the document.
    pub document: String,
    /// What it is called.
    pub title: String,
    /// Where it is read; that is on record.
    pub href: String,
    /// Since when it waits.
    pub since: String,
    /// The last day of what its service meets; may be empty.
    pub due: String,
    /// Where the seal is set on it, once whoever looks read it.
    pub set: Option<FormTarget>,
}

/// A change about the seal.
#[derive(Clone, Debug)]
pub struct SealChange {
    /// When and by whom.
    pub when: String,
    /// What, in words.
    pub words: String,
    /// The first digits of the image's digest; empty where it is about none.
    pub digest: String,
    /// The image.
    pub image: String,
    /// Where that image is set again, for its keeper.
    pub choose: Option<FormTarget>,
    /// Who was named then, to be named again by an administrator.
    pub again: Option<NamedBefore>,
}

/// Who kept the seal, and what waited for it.
#[derive(Clone, Debug)]
pub struct NamedBefore {
    /// Where it is sent.
    pub target: FormTarget,
    /// The post's id, sent as `keeper`; empty: nobody kept it.
    pub keeper: String,
    /// Each sent as `documents`.
    pub documents: Vec<String>,
}

/// A use of the seal.
#[derive(Clone, Debug)]
pub struct SealUse {
    /// When.
    pub when: String,
    /// Who.
    pub by: String,
    /// On which document.
    pub title: String,
    /// The petition's number.
    pub number: String,
    /// The first digits of the image's digest.
    pub digest: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/seal.html")]
pub struct SealPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// What is wrong with the whole.
    pub error: Option<String>,
    /// The post that keeps it; empty where none does.
    pub keeper: String,
    /// Whom whoever looks stands in for, where they keep it as a stand-in.
    pub stands_in_for: Option<String>,
    /// The documents that wait for it; empty where none does.
    pub documents: String,
    /// Whether an image is set now.
    pub in_use: bool,
    /// What waits; for whoever keeps it only.
    pub waiting: Option<Vec<SealWaiting>>,
    /// Where the image that is set now is shown from; for whoever keeps it only.
    pub image_src: Option<String>,
    /// The form for a new image; for whoever keeps it only.
    pub lodge: Option<FormView>,
    /// Where the seal is taken out of use; for whoever keeps it only.
    pub withdraw: Option<FormTarget>,
    /// The form that says who keeps it; for an administrator only.
    pub naming: Option<FormView>,
    /// What changed, the newest first.
    pub changes: Vec<SealChange>,
    /// Each use, the newest first.
    pub uses: Vec<SealUse>,
    /// How many more there are on this page, on petitions that the reader may not open.
    pub hidden: usize,
    /// Where those before them are.
    pub earlier_href: Option<String>,
}

impl SealPage {
    fn errors(&self) -> Vec<FormError> {
        let forms = self.lodge.iter().chain(&self.naming);
        let fields = forms.flat_map(|form| &form.fields);
        errors_of(self.error.as_deref(), fields)
    }

    /// The page as tests show it: for its keeper, with an image that was not taken; and for an
    /// administrator, before there is any.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-seal-zh", Self::sample(Language::Zh)),
            ("desk-seal-en", Self::sample(Language::En)),
            ("desk-seal-named-zh", Self::sample_named(Language::Zh)),
            ("desk-seal-named-en", Self::sample_named(Language::En)),
        ]
    }

    fn blank(language: Language) -> Self {
        Self {
            frame: Frame::sample(language, "/desk/seal"),
            desk: DeskFrame::sample(language, None),
            error: None,
            keeper: String::new(),
            stands_in_for: None,
            documents: String::new(),
            in_use: false,
            waiting: None,
            image_src: None,
            lodge: None,
            withdraw: None,
            naming: None,
            changes: Vec::new(),
            uses: Vec::new(),
            hidden: 0,
            earlier_href: None,
        }
    }

    fn sample(language: Language) -> Self {
        // One red point.
        const POINT: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let to = |path: &str| FormTarget::to(path).sealed("7", "sample");
        let file = FieldView::new(
            "image",
            say("印章图样", "Image of the seal"),
            FieldKind::File,
        )
        .hinted(say(
            "PNG，方形，底要透明",
            "A square PNG with a transparent ground",
        ));
        let wrong = say(
            "图样要裁成正方形",
            "Cut it square: its sides differ by 5 % at most",
        );
        Self {
            keeper: say("信访办主任", "Head of the petition office"),
            documents: say("处理意见书", "Answer"),
            in_use: true,
            waiting: Some(vec![
                SealWaiting {
                    number: "2026-000123".to_owned(),
                    document: "answer".to_owned(),
                    title: say("处理意见书", "Answer"),
                    href: "/desk/petitions/2026-000123/letters/answer.pdf".to_owned(),
                    since: say("3月2日9:30", "2 March, 9:30"),
                    due: say("3月31日", "31 March"),
                    set: Some(to("/desk/seal/set")),
                },
                SealWaiting {
                    number: "2026-000124".to_owned(),
                    document: "answer".to_owned(),
                    title: say("处理意见书", "Answer"),
                    href: "/desk/petitions/2026-000124/letters/answer.pdf".to_owned(),
                    since: say("3月2日9:50", "2 March, 9:50"),
                    due: String::new(),
                    set: None,
                },
            ]),
            stands_in_for: Some(say("顾平", "Gu Ping")),
            image_src: Some(POINT.to_owned()),
            lodge: Some(FormView {
                target: to("/desk/seal/images"),
                fields: vec![file.refused(Some(wrong))],
            }),
            withdraw: Some(to("/desk/seal/choose")),
            changes: vec![SealChange {
                when: say("3月1日，顾平", "1 March, Gu"),
                words: say("存入新的图样", "A new image was lodged"),
                digest: "0a1b2c3d".to_owned(),
                image: "7".to_owned(),
                choose: Some(to("/desk/seal/choose")),
                again: None,
            }],
            uses: vec![SealUse {
                when: say("3月2日9:40", "2 March, 9:40"),
                by: say("顾平", "Gu"),
                title: say("处理意见书", "Answer"),
                number: "2026-000101".to_owned(),
                digest: "0a1b2c3d".to_owned(),
            }],
            hidden: 3,
            earlier_href: Some("/desk/seal?before=90".to_owned()),
            ..Self::blank(language)
        }
    }

    fn sample_named(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let posts = vec![Choice::new(
            "4",
            say("信访办主任", "Head of the petition office"),
        )];
        let none = say("没有人保管", "Nobody keeps it");
        let documents = vec![
            Choice::new("acceptance", say("受理告知书", "Notice of acceptance")),
            Choice::new("answer", say("处理意见书", "Answer")).chosen(true),
        ];
        Self {
            naming: Some(FormView {
                target: FormTarget::to("/desk/seal/keeper").sealed("7", "sample"),
                fields: vec![
                    FieldView::new(
                        "keeper",
                        say("哪个岗位保管印章？", "Which post keeps the seal?"),
                        FieldKind::Select(posts, none),
                    ),
                    FieldView::new(
                        "documents",
                        say("哪些文书要等用印？", "Which documents wait for it?"),
                        FieldKind::Checks(documents),
                    )
                    .optional(),
                ],
            }),
            changes: vec![SealChange {
                when: say("3月1日，韩梅", "1 March, Han Mei"),
                words: say(
                    "保管岗位：信访办主任；等用印的文书：处理意见书",
                    "Kept by: Head of the petition office; waiting for it: Answer",
                ),
                digest: String::new(),
                image: String::new(),
                choose: None,
                again: Some(NamedBefore {
                    target: FormTarget::to("/desk/seal/keeper").sealed("7", "again"),
                    keeper: "4".to_owned(),
                    documents: vec!["answer".to_owned()],
                }),
            }],
            ..Self::blank(language)
        }
    }
}
