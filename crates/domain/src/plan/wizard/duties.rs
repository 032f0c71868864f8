//! Who is on duty: the questions about each duty of the roster, and about how many there are at least.

use super::fill::listed;
use super::{ANYBODY, Answers, Group, OwnPosts, Persons, Takes, Template, group, hours, question};
use crate::language::Bilingual;
use crate::language::Language::{En, Zh};
use crate::plan::{Crew, DayWord, Key, Qualification, Span, UNIT_HEAD_CONCERNED};
use crate::roster::Duty;
use std::collections::BTreeMap;

impl Template {
    /// The questions about who is on duty: for each duty of the roster, which keeps its hours; for each post
    /// that has none there, at every hour, or by day and by night differently; for people without an account
    /// their names; and the ways by which officials can be called.
    pub fn duties(&self, answers: &Answers) -> Vec<Group> {
        if self.keeps_roster() {
            return Vec::new();
        }
        let own = OwnPosts::of(answers);
        let known = match self.is_saved() {
            // Each keeps their own ways unless some are ticked.
            true => "",
            false => "phone, sms",
        };
        let ways = vec![question("staff", "channels", Takes::Channels, known)];
        let title = Bilingual::new("怎样叫到值班的人", "How those on duty can be called");
        let mut groups = vec![group(&title, ways)];
        for id in Persons::of(answers) {
            let path = format!("person.{id}");
            let asked = vec![
                question(&path, "name", Takes::Text, ""),
                question(&path, Persons::PHONE, Takes::Contact, ""),
                question(&path, Persons::EMAIL, Takes::Contact, ""),
            ];
            let title = Bilingual::new("没有账号的人", "Somebody without an account");
            groups.push(group(&title, asked));
        }
        for (nth, duty) in self.roster.duties.iter().enumerate() {
            if !own.is_removed(&duty.post) {
                let staff: Vec<&str> = match self.is_saved() {
                    true => duty.staff.iter().map(Key::as_str).collect(),
                    false => Vec::new(),
                };
                let path = format!("duty.{nth}");
                let elsewise = match duty.span {
                    None => &["staff_night", "staff_rest"][..],
                    Some(_) if self.is_by_day_alone(duty) => &["also_night", "also_rest"],
                    Some(_) => &[],
                };
                let asked = who(&path, &staff.join(", "), elsewise);
                groups.push(group(&self.duty_title(duty, answers), asked));
            }
        }
        for id in self.without_duty(answers) {
            let asked = who(&format!("duty.{id}"), "", &["staff_night", "staff_rest"]);
            groups.push(group(&self.title_of(&id, answers), asked));
        }
        self.asked(groups)
    }

    /// Whether a duty is that of its post in office hours, and its post has no other: then others can have it at
    /// night and on rest days.
    pub(super) fn is_by_day_alone(&self, duty: &Duty) -> bool {
        let of_post = self
            .roster
            .duties
            .iter()
            .filter(|one| one.post == duty.post);
        let by_day = |span: &Span| span.days == [DayWord::Workday] && span.from < span.to;
        of_post.count() == 1 && duty.span.as_ref().is_some_and(by_day)
    }

    /// Whether the roster has a post in office hours alone.
    pub fn is_held_by_day_alone(&self, post: &str) -> bool {
        let mut duties = self.roster.duties.iter();
        duties.any(|duty| *duty.post == *post && self.is_by_day_alone(duty))
    }

    /// Whether several who are named at a question take turns by the day, else by the week; nothing where nobody
    /// takes turns there.
    pub fn turns_daily(&self, question: &str) -> Option<bool> {
        let which = question.strip_prefix("duty.")?.split('.').next()?;
        let duty = which
            .parse()
            .ok()
            .and_then(|nth: usize| self.roster.duties.get(nth));
        let turns = duty.and_then(|duty| duty.rotation.as_ref());
        Some(turns.is_some_and(|turns| turns.turn_days == 1))
    }

    /// The posts for which the roster has no duty yet: those of one's own, and in a plan that is kept any
    /// that somebody could hold.
    pub(super) fn without_duty(&self, answers: &Answers) -> Vec<String> {
        let own = OwnPosts::of(answers);
        let kept = self.plan.posts.iter().map(|post| post.id.to_string());
        let kept = kept.filter(|id| {
            let held = self.roster.duties.iter().any(|duty| *duty.post == **id);
            self.is_saved() && !held && *id != *UNIT_HEAD_CONCERNED && !own.is_removed(id)
        });
        kept.chain(own.added().iter().cloned()).collect()
    }

    /// The questions about how many have to be on duty at least, and who is trained for what. Unanswered,
    /// the plan asks for what it asked for before.
    pub fn crews(&self) -> Vec<Group> {
        let crew = |id: &str, title: Bilingual| {
            let path = format!("crew.{id}");
            let asked = |key: &str, takes| question(&path, key, takes, &self.crew_now(id, key));
            let mut questions = vec![
                asked("min", Takes::Number),
                asked("posts", Takes::Posts),
                asked("when", Takes::Hours),
            ];
            if let Some(trained) = Qualification::parse(id) {
                let known = self.trained(trained).join(", ");
                let path = format!("staff.{id}");
                questions.push(question(&path, "trained", Takes::Staff, &known));
            }
            group(&title, questions)
        };
        let anybody = Bilingual::new("至少几个人在岗", "How many are on duty at least");
        let mut groups = Vec::new();
        if self.asks_for_crew(ANYBODY) {
            groups.push(crew(ANYBODY, anybody));
        }
        let trained = Qualification::ALL.iter();
        groups.extend(
            trained
                .filter(|one| self.asks_for_crew(one.word()))
                .map(|one| {
                    let (zh, en) = (one.label(Zh), one.label(En));
                    let title = Bilingual::new(
                        format!("至少几个{zh}在岗"),
                        format!("How many of those on duty can serve as {en} at least"),
                    );
                    crew(one.word(), title)
                }),
        );
        self.asked(groups)
    }

    /// Who of a roster that is kept is trained for something.
    pub(super) fn trained(&self, qualification: Qualification) -> Vec<String> {
        let staff = self.roster.staff.iter().filter(|_| self.is_saved());
        let trained = staff.filter(|one| one.qualifications.contains(&qualification));
        trained.map(|one| one.id.to_string()).collect()
    }

    /// A minimum crew as the questions would write it.
    fn crew_of(&self, id: &str) -> Option<&Crew> {
        let crew = self.plan.crews.iter().find(|crew| *crew.id == *id)?;
        let fits = match Qualification::parse(id) {
            Some(qualification) => crew.qualification == Some(qualification),
            None => id == ANYBODY && crew.qualification.is_none(),
        };
        fits.then_some(crew)
    }

    /// Whether the plan has a minimum crew that the questions are about.
    pub(super) fn has_crew(&self, id: &str) -> bool {
        self.crew_of(id).is_some()
    }

    /// Whether a minimum crew is asked for: not where the plan calls another by that id.
    pub(super) fn asks_for_crew(&self, id: &str) -> bool {
        self.has_crew(id) || self.plan.crews.iter().all(|crew| *crew.id != *id)
    }

    /// What a minimum crew of the plan says now; empty where there is none.
    pub(super) fn crew_now(&self, id: &str, key: &str) -> String {
        let Some(crew) = self.crew_of(id) else {
            return String::new();
        };
        let ids = |list: &[Key]| {
            let ids: Vec<&str> = list.iter().map(Key::as_str).collect();
            ids.join(", ")
        };
        match key {
            "min" => crew.min.to_string(),
            "posts" => ids(&crew.posts),
            _ => ids(&crew.windows),
        }
    }

    /// Who is on duty in a post by the answers, by name, each once.
    pub fn on_duty(
        &self,
        post: &str,
        answers: &Answers,
        officials: &BTreeMap<String, String>,
    ) -> Vec<String> {
        let people = self.people(answers, officials);
        let duties = self.roster.duties.iter().enumerate();
        let of_post = duties.filter(|(_, duty)| *duty.post == *post);
        let of_post = of_post.map(|(nth, duty)| (nth.to_string(), Some(duty)));
        let mut found: Vec<String> = Vec::new();
        for (which, duty) in of_post.chain([(post.to_owned(), None)]) {
            for login in STAFF_KEYS
                .iter()
                .flat_map(|key| self.named(&which, key, (duty, answers)))
            {
                let name = people.get(&login).unwrap_or(&login);
                if !found.contains(name) {
                    found.push(name.clone());
                }
            }
        }
        found
    }

    /// Who was named for a duty; in a roster that is kept, who has it, unless it was answered.
    pub(super) fn named(
        &self,
        which: &str,
        key: &str,
        (duty, answers): (Option<&Duty>, &Answers),
    ) -> Vec<String> {
        if let Some(text) = answers.get(&format!("duty.{which}.{key}")) {
            return listed(text);
        }
        let duty = duty.filter(|_| self.is_saved() && key == "staff");
        duty.map_or_else(Vec::new, |duty| {
            duty.staff.iter().map(Key::to_string).collect()
        })
    }

    /// The posts that the template's roster gives to somebody, each once.
    pub(super) fn held_posts(&self) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for duty in &self.roster.duties {
            if ids.iter().all(|id| *id != *duty.post) {
                ids.push(duty.post.to_string());
            }
        }
        ids
    }

    fn duty_title(&self, duty: &Duty, answers: &Answers) -> Bilingual {
        let title = self.title_of(&duty.post, answers);
        let Some(span) = &duty.span else {
            return title;
        };
        let span = hours::now(span, &hours::moved(&self.plan, answers));
        Bilingual::new(
            format!("{}（{}）", title.zh, span.say(Zh)),
            format!("{} ({})", title.en, span.say(En)),
        )
    }
}

/// By which questions people are named for a duty: by day on working days or at every hour, in the evening
/// and at night, on rest days.
pub(super) const STAFF_KEYS: [&str; 5] = [
    "staff",
    "staff_night",
    "staff_rest",
    "also_night",
    "also_rest",
];

/// The questions about who is on duty, and who else is at night and on rest days.
fn who(path: &str, staff: &str, elsewise: &[&str]) -> Vec<super::Question> {
    let first = question(path, "staff", Takes::Staff, staff);
    let others = elsewise
        .iter()
        .map(|key| question(path, key, Takes::Staff, ""));
    std::iter::once(first).chain(others).collect()
}
