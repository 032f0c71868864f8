//! Who may change a duty, and how: by asking and consent, by a head's arrangement, or by taking a shift
//! over that runs. What comes out is a fact; the roster as it was lodged stays as it is.
//!
//! It is about officials in office and their posts. Nobody has to say why they ask, and nothing about a
//! reason is kept.

use super::{Roster, Shift, shifts};
use crate::calendar::WorkCalendar;
use crate::event::{ChangedHow, DutyChange, DutyChanged};
use crate::language::Bilingual;
use crate::plan::{DAYS_AHEAD, Key, MINUTE_MICROS, Plan};
use crate::time::{DAY_MICROS, Instant};

/// What a change is decided with.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The plan whose roster it is.
    pub plan: &'a Plan,
    /// Its roster, with the changes that hold already.
    pub roster: &'a Roster,
    /// The plan's calendar.
    pub calendar: &'a WorkCalendar,
    /// Now.
    pub now: Instant,
}

/// A post for a while, and who should hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The post.
    pub post: Key,
    /// From when.
    pub from: Instant,
    /// To when; not part of it.
    pub to: Instant,
    /// Who should hold it, by the roster's id.
    pub holder: Key,
}

/// Why a duty is not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefusal {
    /// The plan has no such post.
    #[error("the plan has no post {post}")]
    NoSuchPost {
        /// What was named.
        post: Key,
    },
    /// The roster has no such official.
    #[error("{who} does not stand in the roster")]
    NotInRoster {
        /// What was named.
        who: Key,
    },
    /// They have none of the post's channels.
    #[error("{who} can be called by none of the post's channels")]
    OutOfReach {
        /// Who.
        who: Key,
    },
    /// It ends before it begins, begins in the past, or lies too far ahead.
    #[error("the hours are not ahead, or more than {DAYS_AHEAD} days")]
    Hours,
    /// Whoever asks does not hold the post all that time.
    #[error("the post is not yours all that time")]
    NotYours,
    /// Whoever should hold it holds it already.
    #[error("{who} holds the post at that time already")]
    HeldAlready {
        /// Who.
        who: Key,
    },
    /// The request is not open any more, or its time has begun.
    #[error("the request is no longer open")]
    NotOpen,
    /// It is not for this person to answer, to take back or to arrange.
    #[error("this is not yours to decide")]
    NotForYou,
}

impl ChangeRefusal {
    /// What to do, in both languages.
    pub fn words(&self) -> Bilingual {
        match self {
            Self::NoSuchPost { post } => Bilingual::new(
                format!("预案没有岗位“{post}”；选一个有的"),
                format!("The plan has no post {post:?}; choose one of its posts"),
            ),
            Self::NotInRoster { who } => Bilingual::new(
                format!("值班表里没有“{who}”；先存入有这个人的新值班表"),
                format!("{who:?} does not stand in the roster; lodge one that names them first"),
            ),
            Self::OutOfReach { who } => Bilingual::new(
                format!("这个岗位的呼叫方式都叫不到“{who}”；换一个人"),
                format!(
                    "{who:?} can be called by none of the post's channels; choose somebody else"
                ),
            ),
            Self::Hours => Bilingual::new(
                format!("时段要在以后、结束晚于开始，且在{DAYS_AHEAD}天内"),
                format!(
                    "The hours have to lie ahead, end after they begin, and within {DAYS_AHEAD} days"
                ),
            ),
            Self::NotYours => Bilingual::new(
                "这段时间不全是您的班；只能换自己的班",
                "Not all of that time is yours; ask for your own shift only",
            ),
            Self::HeldAlready { who } => Bilingual::new(
                format!("这段时间本来就是“{who}”值班，不用调"),
                format!("{who:?} is on duty then already; there is nothing to change"),
            ),
            Self::NotOpen => Bilingual::new(
                "这个申请已经了结，或者时间已经到了；刷新页面看现在谁值班",
                "The request is settled, or its time has begun; look again who is on duty",
            ),
            Self::NotForYou => Bilingual::new(
                "这件事不由您决定：被请的人同意，请的人撤回，负责人安排本单位的岗位",
                "This is not yours to decide: who was asked agrees, who asked takes back, a head arranges posts of their own unit",
            ),
        }
    }
}

/// Asks a colleague to stand in. Nothing changes until they agree.
///
/// # Errors
/// [`ChangeRefusal`]; the post has to be the asker's all that time.
pub fn ask(scene: Scene<'_>, by: &Key, wish: &Wish) -> Result<DutyChange, ChangeRefusal> {
    possible(scene, wish)?;
    if *by == wish.holder {
        return Err(ChangeRefusal::HeldAlready { who: by.clone() });
    }
    let mine = |shift: &Shift| {
        shift.post == wish.post
            && shift.holder == *by
            && shift.from <= wish.from.max(scene.now)
            && shift.to >= wish.to
    };
    if !on_duty(scene).iter().any(mine) {
        return Err(ChangeRefusal::NotYours);
    }
    Ok(change(scene, wish, Some(by.clone())))
}

/// Agrees to a request: it is decided again as if it were asked now, because the roster may have changed
/// since.
///
/// # Errors
/// [`ChangeRefusal::NotOpen`] once its time has begun; as [`ask`].
pub fn agree(scene: Scene<'_>, asked: &DutyChange) -> Result<(), ChangeRefusal> {
    if asked.from < scene.now {
        return Err(ChangeRefusal::NotOpen);
    }
    let by = asked.was.as_deref().ok_or(ChangeRefusal::NotOpen)?;
    let wish = Wish {
        post: Key::new(&asked.post),
        from: asked.from,
        to: asked.to,
        holder: Key::new(&asked.holder),
    };
    ask(scene, &Key::new(by), &wish).map(|_| ())
}

/// A head arranges who holds a post: for somebody ill, or where nobody does. Whether they are its head is
/// the caller's to know.
///
/// # Errors
/// [`ChangeRefusal`].
pub fn arrange(scene: Scene<'_>, wish: &Wish) -> Result<DutyChanged, ChangeRefusal> {
    possible(scene, wish)?;
    let shifts = on_duty(scene);
    let then = shifts
        .iter()
        .filter(|shift| shift.post == wish.post && shift.from < wish.to && wish.from < shift.to);
    let held: Vec<&Shift> = then.collect();
    let whole = |shift: &&&Shift| shift.from <= wish.from && shift.to >= wish.to;
    let was = held.iter().find(whole).map(|shift| shift.holder.clone());
    if was.as_ref() == Some(&wish.holder) {
        let who = wish.holder.clone();
        return Err(ChangeRefusal::HeldAlready { who });
    }
    Ok(DutyChanged {
        change: change(scene, wish, was),
        how: ChangedHow::Arranged,
    })
}

/// Takes a running shift over, from now to its end; where nobody holds the post, to when somebody does.
///
/// # Errors
/// [`ChangeRefusal`].
pub fn take(scene: Scene<'_>, post: &Key, by: &Key) -> Result<DutyChanged, ChangeRefusal> {
    let shifts = on_duty(scene);
    let of_post = || shifts.iter().filter(|shift| shift.post == *post);
    let running = of_post().find(|shift| shift.from <= scene.now && scene.now < shift.to);
    let next = || {
        of_post()
            .map(|shift| shift.from)
            .find(|from| *from > scene.now)
    };
    let to = match running {
        Some(shift) => shift.to,
        None => next().unwrap_or(scene.now.plus_micros(DAY_MICROS)),
    };
    let wish = Wish {
        post: post.clone(),
        from: scene.now,
        to,
        holder: by.clone(),
    };
    possible(scene, &wish)?;
    if running.is_some_and(|shift| shift.holder == *by) {
        return Err(ChangeRefusal::HeldAlready { who: by.clone() });
    }
    let was = running.map(|shift| shift.holder.clone());
    Ok(DutyChanged {
        change: change(scene, &wish, was),
        how: ChangedHow::Taken,
    })
}

/// Who holds which post from now on.
fn on_duty(scene: Scene<'_>) -> Vec<Shift> {
    shifts(scene.plan, scene.roster, scene.calendar, scene.now)
}

fn possible(scene: Scene<'_>, wish: &Wish) -> Result<(), ChangeRefusal> {
    let post = scene.plan.post(&wish.post);
    let post = post.ok_or_else(|| ChangeRefusal::NoSuchPost {
        post: wish.post.clone(),
    })?;
    let who = scene.roster.official(&wish.holder);
    let who = who.ok_or_else(|| ChangeRefusal::NotInRoster {
        who: wish.holder.clone(),
    })?;
    if !who.channels.iter().any(|one| post.channels.contains(one)) {
        return Err(ChangeRefusal::OutOfReach {
            who: wish.holder.clone(),
        });
    }
    let last = scene.now.plus_micros(DAYS_AHEAD * DAY_MICROS);
    // A form that was filled in for "now" arrives a little later.
    let first = scene.now.plus_micros(-MINUTE_MICROS);
    if wish.from < first || wish.to <= wish.from.max(scene.now) || wish.to > last {
        return Err(ChangeRefusal::Hours);
    }
    Ok(())
}

fn change(scene: Scene<'_>, wish: &Wish, was: Option<Key>) -> DutyChange {
    DutyChange {
        plan: scene.plan.id.to_string(),
        post: wish.post.to_string(),
        from: wish.from,
        to: wish.to,
        was: was.map(|was| was.to_string()),
        holder: wish.holder.to_string(),
    }
}
