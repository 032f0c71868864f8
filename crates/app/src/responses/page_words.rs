//! What a page says: to whom it goes, for which posts, how, where and by when. No page holds the topic or
//! anybody who came.

use super::called::Called;
use super::numbers::reply_number;
use super::pages::awaited_together;
use super::{Running, link, script};
use crate::error::AppError;
use crate::huiyin::Shared;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::{By, Channel, Key};
use huiyin_domain::response::Call;

/// A page to somebody, as it is put in words: place and limit, never the topic and nobody who came.
pub(super) struct PageCall<'a> {
    pub running: &'a Running,
    pub number: u32,
    pub called: Called,
    pub language: Language,
}

impl PageCall<'_> {
    /// Subject and text, as the channel takes them.
    ///
    /// # Errors
    /// When the link cannot be made.
    pub(super) fn words(
        &self,
        shared: &Shared,
        kind: Channel,
    ) -> Result<(String, String), AppError> {
        let (language, number) = (self.language, self.number);
        let facts = self.facts();
        if self.running.plays_silence(number) {
            return Ok(script::silence(number, &facts.post, language));
        }
        let answer = self.answer(shared, (kind, facts.by))?;
        let asked = facts.asked(language);
        let subject = language.pick(
            format!("呼叫{number}号：{}", asked.subject),
            format!("Page {number}: {}", asked.subject),
        );
        let text = match kind {
            Channel::Email => language.pick(
                format!("{}\n\n{answer}\n\n同一呼叫可能送来不止一次，编号相同。\n", asked.text),
                format!("{}\n\n{answer}\n\nThe same page may arrive more than once, with the same number.\n", asked.text),
            ),
            _ => language.pick(
                format!("呼叫{number}号：{}{answer}", asked.text),
                format!("Page {number}: {} {answer}", asked.text),
            ),
        };
        if self.running.exercise {
            let mark = language.pick("【演练】", "[EXERCISE] ");
            let told = language.pick(
                "这是演练，没有人来访；请像真的一样应答。",
                "This is a drill; nobody has come. Answer as if it were real.",
            );
            let gap = if kind == Channel::Email { "\n\n" } else { " " };
            return Ok((
                format!("{mark}{subject}"),
                format!("{mark}{told}{gap}{text}"),
            ));
        }
        Ok((subject, text))
    }

    /// The posts, how, the place, and by when for the first of them.
    fn facts(&self) -> Facts {
        let (running, language) = (self.running, self.language);
        let plan = &running.setting.plan;
        let title = |words: Option<&Bilingual>, id: &str| {
            words.map_or_else(
                || id.to_owned(),
                |words| words.in_language(language).to_owned(),
            )
        };
        let pages = awaited_together(running, self.number);
        let posts = pages.iter().filter_map(|page| {
            let post = &running.state.page(*page)?.post;
            Some((post, running.state.call(post)?))
        });
        let posts: Vec<(&Key, &Call)> = posts.collect();
        let titles = posts
            .iter()
            .map(|(post, _)| title(plan.post(post).map(|one| &one.title), post));
        let post = titles
            .collect::<Vec<_>>()
            .join(language.pick("”“", "” and “"));
        let place = running.state.place.as_ref();
        let place = place.map_or_else(String::new, |id| {
            title(plan.place(id).map(|one| &one.title), id)
        });
        let due = posts.iter().map(|(_, call)| call.arrive_by).min();
        let due = due.map_or_else(String::new, |at| {
            let zone = &running.setting.authority.zone;
            huiyin_domain::wording::instant(at.to_minute(), zone, language)
        });
        Facts {
            by: By::together(posts.iter().map(|(_, call)| call.by)),
            foreign: running.state.is_elsewhere(),
            post,
            place,
            due,
        }
    }

    /// How it is answered: by the reply that the channel brings back, by the link, or at the desk.
    fn answer(&self, shared: &Shared, (kind, by): (Channel, By)) -> Result<String, AppError> {
        let (language, number) = (self.language, self.number);
        let authority = self.running.setting.authority.row.id;
        let video = by == By::Video;
        if shared.ways.hears_replies(kind) {
            let code = reply_number(shared, authority, self.running.id, number);
            let (can, cannot, to) = match video {
                true => ("能视频回答", "不能", "to take part"),
                false => ("能来", "来不了", "to come"),
            };
            return Ok(language.pick(
                format!("{can}请回复“1 {code:06}”，{cannot}请回复“2 {code:06}”。"),
                format!("Answer “1 {code:06}” {to}, “2 {code:06}” if you cannot."),
            ));
        }
        let (whether, whether_en) = match video {
            true => ("能不能视频回答", "take part"),
            false => ("能来或不能来", "come"),
        };
        match shared.ways.public_url() {
            // Nobody can follow a link that is read to them.
            Some(url) if kind != Channel::Phone => {
                let token = link::PageToken::new(authority, self.running.id, number, self.called);
                let (url, token) = (url.trim_end_matches('/'), token.seal(shared)?);
                Ok(language.pick(
                    format!("{whether}，请在这里回答：\n{url}/page/{token}"),
                    format!("Say here whether you {whether_en}:\n{url}/page/{token}"),
                ))
            }
            _ => Ok(match self.called {
                Called::Staff(_) => {
                    language.pick("请登录工作台应答。", "Sign in to the desk to answer.")
                }
                Called::Person { .. } => language.pick(
                    "能不能，请打电话告诉接待台。",
                    "Ring the reception desk to say whether you can.",
                ),
            }
            .to_owned()),
        }
    }
}

/// What a page tells: for which posts, how, where and by when.
struct Facts {
    by: By,
    /// Whether the place stands above the own level: its reception or the people call us.
    foreign: bool,
    post: String,
    place: String,
    due: String,
}

/// What a page asks, in words.
struct AskedWords {
    subject: String,
    text: String,
}

impl Facts {
    /// Whoever answers by video is told that nobody travels (RULES 10.1).
    fn asked(&self, language: Language) -> AskedWords {
        let (post, place, due) = (&self.post, &self.place, &self.due);
        if self.by == By::Video {
            return AskedWords {
                subject: language.pick(
                    format!("请以视频回答{place}"),
                    format!("please answer {place} by video"),
                ),
                text: language.pick(
                    format!("{place}正在接待群众，请您为“{post}”在{due}前以视频回答，不派人前往。"),
                    format!("People are being heard at {place}. Please answer by video for “{post}” by {due}; nobody travels there."),
                ),
            };
        }
        let (come_zh, come_en) = match self.foreign {
            true => (
                format!("{place}正在接待群众，"),
                format!("People are being heard at {place}, and somebody is asked for there."),
            ),
            false => ("有群众来访，".to_owned(), "People have come.".to_owned()),
        };
        AskedWords {
            subject: language.pick(format!("请到{place}"), format!("please come to {place}")),
            text: language.pick(
                format!("{come_zh}请您为“{post}”到{place}接待，{due}前到。"),
                format!("{come_en} Please be at {place} for “{post}” by {due}."),
            ),
        }
    }
}
