//! `/desk/seal`: the seal of the authority, for whoever keeps it, for administrators and auditors.

use crate::body::Form;
use crate::desk::case::{day, href_of, number_of, refusal_words, when};
use crate::desk::guard::{Signed, SignedForm, SignedUpload};
use crate::pages::components::Choice;
use crate::pages::desk::seal::{NamedBefore, SealChange, SealPage, SealUse, SealWaiting};
use crate::pages::form::{FieldKind, FieldView, FormTarget, FormView};
use crate::pages::layout::Frame;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use crate::upload::{Upload, UploadedFile, attachment};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{Change, Order, SealChangeView, SealKeeperDraft, SealUseView, SealView};
use huiyin_app::{SealWaitingView, content_digest};
use huiyin_domain::event::Document;
use huiyin_domain::ids::Position;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{Command, FieldError};
use huiyin_domain::time::Zone;

const PAGE: &str = "/desk/seal";
/// The digits of a digest that a page shows.
const DIGITS_SHOWN: usize = 8;

/// `GET /desk/seal`.
pub(crate) async fn show(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let query = Form::parse(query.as_deref().unwrap_or_default().as_bytes())?;
        let before = query.text("before").and_then(|text| text.parse().ok());
        let looking = Looking::of(&signed, before).await?;
        let page = looking.page(query.text("done").as_deref(), &Wrong::default())?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// What was typed and not taken.
#[derive(Default)]
struct Wrong<'a> {
    problem: Option<&'a Problem>,
    naming: Option<SealKeeperDraft>,
}

impl Wrong<'_> {
    fn field(&self, name: &str, language: Language) -> Option<String> {
        let fields = self.problem.map(Problem::refused_fields);
        let fields: &[FieldError] = fields.unwrap_or_default();
        let found = fields.iter().find(|error| error.field == name);
        found.map(|error| error.problem.message(language))
    }

    fn whole(&self, language: Language) -> Option<String> {
        let problem = self.problem?;
        if let Some(refusal) = problem.refused_step() {
            return Some(refusal_words(refusal, language));
        }
        let at_a_field = !problem.refused_fields().is_empty();
        (!at_a_field).then(|| problem.words(language))
    }
}

/// The seal, as somebody sees it.
struct Looking<'a> {
    signed: &'a Signed,
    view: SealView,
    zone: Zone,
    language: Language,
}

impl<'a> Looking<'a> {
    async fn of(signed: &'a Signed, before: Option<i64>) -> Result<Self, Problem> {
        let authority = signed.authority();
        let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        Ok(Self {
            view: huiyin.official_seal(signed.principal(), before).await?,
            zone: authority.zone.clone(),
            language: signed.language(),
            signed,
        })
    }

    fn say(&self, zh: &str, en: &str) -> String {
        self.language.pick(zh, en).to_owned()
    }

    fn when(&self, at: &str) -> String {
        when(at, self.signed.dates(&self.zone))
    }

    fn target(&self, to: &str, version: i64) -> Result<FormTarget, Problem> {
        let target = FormTarget::to(format!("{PAGE}/{to}"));
        Ok(target.sealed(version.to_string(), self.signed.form_key()?))
    }

    fn page(&self, done: Option<&str>, wrong: &Wrong<'_>) -> Result<SealPage, Problem> {
        let (view, language) = (&self.view, self.language);
        let documents: Vec<String> = view.documents.iter().map(|one| self.title(one)).collect();
        let changes = view.changes.iter().map(|change| self.change(change));
        Ok(SealPage {
            frame: Frame {
                notice: done.and_then(|done| self.done(done)),
                ..self.signed.frame()
            },
            desk: self.signed.desk(None),
            error: wrong.whole(language),
            keeper: view.keeper.as_ref().map_or_else(String::new, |keeper| {
                keeper.title.in_language(language).to_owned()
            }),
            stands_in_for: view.stands_in_for.clone(),
            documents: documents.join(language.pick("、", ", ")),
            in_use: view.image.is_some(),
            waiting: match view.keeps {
                true => Some(self.waiting()?),
                false => None,
            },
            image_src: match (view.keeps, view.image) {
                (true, Some(image)) => Some(format!("{PAGE}/images/{image}")),
                _ => None,
            },
            lodge: match view.changes_image {
                true => Some(self.lodge(wrong)?),
                false => None,
            },
            withdraw: match view.changes_image && view.image.is_some() {
                true => Some(self.target("choose", view.version)?),
                false => None,
            },
            naming: match self.signed.principal().may(Action::NameSealKeeper) {
                true => Some(self.naming(wrong)?),
                false => None,
            },
            changes: changes.collect::<Result<_, _>>()?,
            uses: view.uses.entries.iter().map(|one| self.used(one)).collect(),
            hidden: view.uses.hidden as usize,
            earlier_href: view.uses.next.map(|next| format!("{PAGE}?before={next}")),
        })
    }

    fn done(&self, word: &str) -> Option<String> {
        let (zh, en) = match word {
            "set" => (
                "已盖印章，文书已放到查询页",
                "The seal was set; the document is on the tracking page",
            ),
            "lodged" => ("图样已存入", "The image was lodged"),
            "chosen" => ("已更改", "Changed"),
            "named" => ("已保存", "Saved"),
            _ => return None,
        };
        Some(self.say(zh, en))
    }

    fn title(&self, word: &str) -> String {
        let document = Document::parse(word);
        document.map_or_else(String::new, |one| {
            one.title().in_language(self.language).to_owned()
        })
    }

    fn waiting(&self) -> Result<Vec<SealWaiting>, Problem> {
        let row = |one: &SealWaitingView| {
            let petition = href_of(&one.number);
            let tag = self.language.tag();
            let due = one.due_date.as_deref();
            Ok(SealWaiting {
                number: one.number.clone(),
                document: one.document.clone(),
                title: one.title.in_language(self.language).to_owned(),
                href: format!("{petition}/letters/{}.pdf?language={tag}", one.document),
                since: self.when(&one.since),
                due: due.map_or_else(String::new, |due| day(due, self.signed.dates(&self.zone))),
                set: match one.read {
                    true => Some(self.target("set", one.version)?),
                    false => None,
                },
            })
        };
        self.view.waiting.iter().map(row).collect()
    }

    fn lodge(&self, wrong: &Wrong<'_>) -> Result<FormView, Problem> {
        let label = self.say("新的印章图样", "A new image of the seal");
        let field = FieldView::new("image", label, FieldKind::File).hinted(self.say(
            "PNG，正方形，边长300到2000像素，底要透明，不超过256 KiB",
            "A square PNG of 300 to 2000 pixels a side, with a transparent ground, at most 256 KiB",
        ));
        Ok(FormView {
            target: self.target("images", self.view.version)?,
            fields: vec![field.refused(wrong.field("image", self.language))],
        })
    }

    /// Who keeps it and what waits for it now.
    fn stands(&self) -> SealKeeperDraft {
        SealKeeperDraft {
            keeper: self.view.keeper.as_ref().map(|keeper| keeper.id),
            documents: self.view.documents.clone(),
        }
    }

    /// What was named before, for whoever may name it, where something else stands now.
    fn named_before(&self, one: &SealChangeView) -> Result<Option<NamedBefore>, Problem> {
        let may = self.signed.principal().may(Action::NameSealKeeper);
        let named = one.named.as_ref().filter(|_| may);
        let Some(named) = named.filter(|named| **named != self.stands()) else {
            return Ok(None);
        };
        Ok(Some(NamedBefore {
            target: self.target("keeper", self.view.version)?,
            keeper: named
                .keeper
                .map_or_else(String::new, |post| post.to_string()),
            documents: named.documents.clone(),
        }))
    }

    /// Who keeps it and what waits for it: as it stands, or as it was typed.
    fn naming(&self, wrong: &Wrong<'_>) -> Result<FormView, Problem> {
        let stands = self.stands();
        let draft = wrong.naming.as_ref().unwrap_or(&stands);
        let authority = self.signed.authority();
        let organisation = authority.as_ref().map(|one| one.organisation());
        let posts = organisation.iter().flat_map(|one| one.posts.values());
        let posts = posts.filter(|post| !post.closed).map(|post| {
            let unit = authority.as_ref().map(|one| one.unit_name(post.unit));
            let unit = unit.unwrap_or_default();
            let (unit, title) = (
                unit.in_language(self.language),
                post.title.in_language(self.language),
            );
            let label = self
                .language
                .pick(format!("{unit}{title}"), format!("{title}, {unit}"));
            let id = post.id.raw();
            Choice::new(id.to_string(), label).chosen(draft.keeper == Some(id))
        });
        let documents = Document::ALL.iter().map(|one| {
            let chosen = draft.documents.iter().any(|word| word == one.word());
            Choice::new(one.word(), one.title().in_language(self.language)).chosen(chosen)
        });
        let none = self.say("没有人保管", "Nobody keeps it");
        let field = |name: &str, label: String, kind: FieldKind| {
            FieldView::new(name, label, kind).refused(wrong.field(name, self.language))
        };
        Ok(FormView {
            target: self.target("keeper", self.view.version)?,
            fields: vec![
                field(
                    "keeper",
                    self.say("哪个岗位保管印章？", "Which post keeps the seal?"),
                    FieldKind::Select(posts.collect(), none),
                ),
                field(
                    "documents",
                    self.say("哪些文书要等用印？", "Which documents wait for it?"),
                    FieldKind::Checks(documents.collect()),
                )
                .hinted(self.say(
                    "不选的照旧签发就放到查询页，留出盖章的位置",
                    "Others are on the tracking page as soon as they are issued, with a place for a stamp",
                ))
                .optional(),
            ],
        })
    }

    fn change(&self, one: &SealChangeView) -> Result<SealChange, Problem> {
        let image = one.image.filter(|image| Some(*image) != self.view.image);
        let at = self.when(&one.at);
        Ok(SealChange {
            when: match one.by.is_empty() {
                true => at,
                false => self
                    .language
                    .pick(format!("{at}，{}", one.by), format!("{at}, {}", one.by)),
            },
            words: one.words.in_language(self.language).to_owned(),
            digest: one.digest.as_deref().map_or_else(String::new, digits),
            choose: match image.filter(|_| self.view.changes_image) {
                Some(_) => Some(self.target("choose", self.view.version)?),
                None => None,
            },
            image: one
                .image
                .map_or_else(String::new, |image| image.to_string()),
            again: self.named_before(one)?,
        })
    }

    fn used(&self, one: &SealUseView) -> SealUse {
        SealUse {
            when: self.when(&one.at),
            by: one.by.clone(),
            title: one.title.in_language(self.language).to_owned(),
            number: one.number.clone(),
            digest: digits(&one.digest),
        }
    }
}

/// The first digits of a digest.
fn digits(digest: &str) -> String {
    let digits = digest.split_once(':').map_or(digest, |(_, digits)| digits);
    digits.chars().take(DIGITS_SHOWN).collect()
}

/// The page again, with why something was not done.
async fn again(
    signed: &Signed,
    problem: Problem,
    naming: Option<SealKeeperDraft>,
) -> Result<Response, Problem> {
    if problem.code() == Code::NotAllowed || problem.code() == Code::NotFound {
        return Err(problem);
    }
    let looking = Looking::of(signed, None).await?;
    let wrong = Wrong {
        problem: Some(&problem),
        naming,
    };
    let page = looking.page(None, &wrong)?;
    Ok((problem.code().status(), signed.html(&page)).into_response())
}

fn see_done(word: &str) -> Response {
    see_there(&format!("{PAGE}?done={word}"))
}

/// `POST /desk/seal/keeper`: who keeps it, and what waits for it.
pub(crate) async fn name(form: SignedForm) -> Response {
    let signed = &form.signed;
    let named = async {
        signed.principal().permit(Action::NameSealKeeper)?;
        let draft = SealKeeperDraft {
            keeper: form.form.text("keeper").and_then(|id| id.parse().ok()),
            documents: form.form.texts("documents"),
        };
        let order = Order {
            authority: signed.principal().authority,
            by: signed.actor(),
            version: Some(form.read()),
        };
        let change = Change::SealKeeper(draft.clone());
        let done = signed
            .web()
            .huiyin
            .administer(order, change, form.idempotency());
        match done.await {
            Ok(_) => Ok(see_done("named")),
            Err(error) => again(signed, error.into(), Some(draft)).await,
        }
    };
    signed.or_refused(named.await)
}

/// `POST /desk/seal/images`: a new image, set from now on.
pub(crate) async fn lodge(SignedUpload { form, file, wrong }: SignedUpload) -> Response {
    let signed = &form.signed;
    let lodged = async {
        match keep(&form, file, wrong).await {
            Ok(()) => Ok(see_done("lodged")),
            Err(problem) => again(signed, problem, None).await,
        }
    };
    signed.or_refused(lodged.await)
}

async fn keep(
    form: &SignedForm,
    file: Option<UploadedFile>,
    wrong: Vec<FieldError>,
) -> Result<(), Problem> {
    let file = Upload::needed(file, wrong, "image")?;
    let huiyin = &form.signed.web().huiyin;
    let lodged = huiyin.lodge_seal(form.signed.principal(), file.bytes, form.idempotency());
    lodged.await?;
    Ok(())
}

/// `POST /desk/seal/choose`: an earlier image again, or none.
pub(crate) async fn choose(form: SignedForm) -> Response {
    let signed = &form.signed;
    let chosen = async {
        let image = form.form.text("image").map(|text| text.parse());
        let image = image.transpose().map_err(|_| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        let chosen = huiyin.choose_seal(
            signed.principal(),
            (image, Some(form.read())),
            form.idempotency(),
        );
        match chosen.await {
            Ok(_) => Ok(see_done("chosen")),
            Err(error) => again(signed, error.into(), None).await,
        }
    };
    signed.or_refused(chosen.await)
}

/// `POST /desk/seal/set`: the seal on one document that waits for it, as the page showed it.
pub(crate) async fn set(form: SignedForm) -> Response {
    let signed = &form.signed;
    let set = async {
        let text = |name: &str| form.form.text(name).unwrap_or_default();
        let number = number_of(&text("number"))?;
        let document = Document::parse(&text("document"));
        let document = document.ok_or_else(|| Problem::of(Code::NotFound))?;
        let steps = vec![Command::SetSeal { document }];
        let order = (steps, Some(Position::new(form.read())));
        let huiyin = &signed.web().huiyin;
        let done = huiyin.act_once(signed.principal(), number, order, form.idempotency());
        match done.await {
            Ok(_) => Ok(see_done("set")),
            Err(error) => again(signed, error.into(), None).await,
        }
    };
    signed.or_refused(set.await)
}

/// `GET /desk/seal/images/{id}`: an image, for whoever keeps the seal.
pub(crate) async fn image(path: Result<Path<i64>, PathRejection>, signed: Signed) -> Response {
    let read = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        let bytes = huiyin.seal_image(signed.principal(), id).await?;
        Ok(image_response(bytes))
    };
    signed.or_refused(read.await)
}

/// An image of the seal, under the first digits of its digest.
pub(crate) fn image_response(bytes: Vec<u8>) -> Response {
    let name = format!("{}.png", digits(&content_digest(&bytes)));
    attachment(("image/png", ".png"), &name, bytes)
}
