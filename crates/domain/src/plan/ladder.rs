//! Who is called for a post, and who when nobody of these comes.

use super::{By, Key, Plan};

impl Plan {
    /// Who is called for a post, one after another: its holder, its stand-ins, the post above
    /// (RULES 10.3). Respondents are left out; in place of one above comes the next above that is
    /// none (RULES 4.2).
    pub fn ladder<'a>(&'a self, post: &'a Key, respondents: &[Key]) -> Vec<&'a Key> {
        let mut steps: Vec<&Key> = Vec::with_capacity(4);
        let mut add = |id: &'a Key| {
            if !self.spares(id, respondents) && !steps.contains(&id) {
                steps.push(id);
            }
        };
        add(post);
        let Some(own) = self.post(post) else {
            return steps;
        };
        own.stand_ins.iter().for_each(&mut add);
        let mut above = own.above.as_ref();
        // A chain upwards is never longer than there are posts, even if it is a circle.
        for _ in 0..self.posts.len() {
            match above {
                Some(id) if self.spares(id, respondents) => {
                    above = self.post(id).and_then(|up| up.above.as_ref())
                }
                Some(id) => {
                    add(id);
                    break;
                }
                None => break,
            }
        }
        steps
    }

    /// Whether a post is left out because the matter complains of it or of its unit (RULES 4.2).
    pub fn spares(&self, id: &Key, respondents: &[Key]) -> bool {
        let unit = self.post(id).and_then(|post| post.unit.as_deref());
        let mut respondents = respondents.iter();
        respondents.any(|one| one == id || unit.is_some_and(|unit| *unit == **one))
    }

    /// Who is called when nobody of a post's ladder comes: each post above the last of it, the nearest first,
    /// without respondents and without coming round in a circle. No time is kept with these.
    pub fn above_ladder<'a>(&'a self, post: &'a Key, respondents: &[Key]) -> Vec<&'a Key> {
        let ladder = self.ladder(post, respondents);
        let mut further: Vec<&Key> = Vec::new();
        let mut above = self.post(post).and_then(|own| own.above.as_ref());
        // A chain upwards is never longer than there are posts, even if it is a circle.
        for _ in 0..self.posts.len() {
            let Some(id) = above else {
                break;
            };
            let known = ladder.contains(&id) || further.contains(&id);
            if !known && !self.spares(id, respondents) {
                further.push(id);
            }
            above = self.post(id).and_then(|up| up.above.as_ref());
        }
        further
    }

    /// Everybody who is called for a post, one after another: its ladder, then those above.
    pub fn whole_ladder<'a>(&'a self, post: &'a Key, respondents: &[Key]) -> Vec<&'a Key> {
        let mut steps = self.ladder(post, respondents);
        steps.extend(self.above_ladder(post, respondents));
        steps
    }

    /// How long a post's holder needs to be there, in minutes.
    pub fn travel_minutes(&self, post: &str, by: By) -> u32 {
        match by {
            By::Video => 0,
            By::InPerson => self.post(post).map_or(0, |post| post.travel_minutes),
        }
    }
}
