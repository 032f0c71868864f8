//! One look of an official, or of a petitioner, at one petition.

use super::*;
use huiyin_app::{FileDraft, HandOverDraft};
use huiyin_domain::event::FilePurpose;
use huiyin_domain::ids::FileId;

/// Everybody looks at what they have for today; tells which is to be looked at again.
pub(super) async fn visit_all(
    world: &Arc<World>,
    year: &mut Year,
    due: Vec<usize>,
    finishing: bool,
) -> Result<Vec<(usize, bool)>, CliError> {
    let mut waiting: Vec<(usize, Filed)> = Vec::new();
    for nth in due {
        let blank = year.filed[nth].blank();
        waiting.push((nth, std::mem::replace(&mut year.filed[nth], blank)));
    }
    let mut tasks = JoinSet::new();
    let mut done = Vec::new();
    loop {
        while tasks.len() < AT_ONCE {
            let Some((nth, mut filed)) = waiting.pop() else {
                break;
            };
            let world = Arc::clone(world);
            tasks.spawn(async move {
                let again = world.visit(&mut filed, finishing).await;
                (nth, filed, again)
            });
        }
        let Some(ended) = tasks.join_next().await else {
            break;
        };
        let (nth, filed, again) = ended.map_err(failed)?;
        year.filed[nth] = filed;
        year.steps += 1;
        done.push((nth, again?));
    }
    done.sort_unstable();
    Ok(done)
}

impl Filed {
    /// Stands in its place while it is looked at.
    fn blank(&self) -> Self {
        Self {
            number: self.number,
            id: None,
            code: self.code.clone(),
            unit: 0,
            temper: self.temper,
            visits: 0,
            namings: Vec::new(),
            heard: BTreeMap::new(),
            asked: None,
            waits_above: false,
            withdrawing: false,
            handed: false,
            dice: Dice::seeded(0),
        }
    }

    fn hears(&mut self, acted: &Acted) {
        for kind in &acted.events {
            *self.heard.entry(kind.clone()).or_default() += 1;
        }
        self.withdrawing = acted.state == "withdrawing";
        if let Some(code) = acted.tracking_code.as_deref().and_then(TrackingCode::parse) {
            self.code = code;
        }
    }
}

impl World {
    /// One look at a petition: by its petitioner, and by an official. Tells whether there is more to do.
    async fn visit(&self, filed: &mut Filed, finishing: bool) -> Result<bool, CliError> {
        filed.visits += 1;
        if !finishing || filed.dice.below(3) == 0 {
            self.petitioner(filed, finishing).await?;
        }
        if let Some((unit, asked, support)) = filed.asked
            && (finishing || filed.dice.below(3) == 0)
        {
            filed.asked = None;
            let text = "情况说明".to_owned();
            let give = if support {
                Command::GiveSupport { asked, text }
            } else {
                Command::GiveStatement { asked, text }
            };
            let who = self.park.units[unit].people[1].clone();
            self.act(filed, &who, give).await?;
        }
        let Some((who, view)) = self.open(filed).await? else {
            return Ok(filed.visits < VISITS_MAX);
        };
        self.note(filed, &view);
        let temper = if finishing {
            Temper::Punctual
        } else {
            filed.temper
        };
        if self.hands_over(filed, (&who, &view), temper).await? {
            return Ok(filed.visits < VISITS_MAX);
        }
        let desk = Desk {
            park: &self.park,
            view: &view,
            unit: filed.unit,
            named: filed.namings.last().map_or(&[], Vec::as_slice),
            like: self.like(&view, &mut filed.dice),
            today: self
                .huiyin
                .now()
                .date_in(&self.huiyin.authority(None)?.zone),
        };
        if let Some(command) = desk.next(temper, &mut filed.dice) {
            let command = self.with_proof(filed, &who, command).await?;
            self.act(filed, &who, command).await?;
        }
        let owed = view
            .obligations
            .iter()
            .any(|one| one.state == "open" && one.duty != "window");
        Ok((owed || filed.visits < 4) && filed.visits < VISITS_MAX)
    }

    /// Now and then it becomes the other authority's, where whoever looks may hand it over. Tells whether.
    async fn hands_over(
        &self,
        filed: &mut Filed,
        (who, view): (&Principal, &CaseView),
        temper: Temper,
    ) -> Result<bool, CliError> {
        let each = match temper {
            Temper::Punctual => 200,
            Temper::Slow => 80,
            Temper::Evasive => 25,
        };
        if view.hand_over_to.is_empty() || filed.dice.below(each) > 0 {
            return Ok(false);
        }
        let draft = HandOverDraft {
            to: self.park.other.to_owned(),
            reason: "按管辖".to_owned(),
        };
        let handed = self.huiyin.hand_over(who, filed.number, draft, None, None);
        match handed.await {
            Ok(acted) => {
                filed.hears(&acted.answer);
                filed.handed = true;
            }
            Err(error) => self.refused(error)?,
        }
        Ok(true)
    }

    /// A correction rests on a paper, which is added first.
    async fn with_proof(
        &self,
        filed: &Filed,
        who: &Principal,
        mut command: Command,
    ) -> Result<Command, CliError> {
        if let Command::CorrectBreach { evidence, .. } = &mut command {
            let draft = FileDraft {
                field: "file".to_owned(),
                name: "proof.pdf".to_owned(),
                purpose: FilePurpose::ProofOfService,
                bytes: b"%PDF-1.7\n\nstartxref\n0\n%%EOF\n".to_vec(),
            };
            let added = self.huiyin.add_file(who, filed.number, (draft, None), None);
            match added.await {
                Ok(stored) => *evidence = FileId::new(stored.answer.id),
                Err(error) => self.refused(error)?,
            }
        }
        Ok(command)
    }

    async fn petitioner(&self, filed: &mut Filed, finishing: bool) -> Result<(), CliError> {
        if filed.dice.below(4) == 0 {
            self.huiyin.track(&filed.code).await?;
        }
        let command = people::petitioner(&mut filed.dice, filed.withdrawing);
        let Some(command) = command.filter(|_| !finishing) else {
            return Ok(());
        };
        match self.huiyin.act_by_code(&filed.code, command).await {
            Ok(_) if filed.handed => {}
            Ok(acted) => filed.hears(&acted),
            Err(error) => self.refused(error)?,
        }
        Ok(())
    }

    /// Somebody who may opens it, if one of a few who try may.
    async fn open(&self, filed: &mut Filed) -> Result<Option<(Principal, CaseView)>, CliError> {
        let (park, dice) = (&self.park, &mut filed.dice);
        let here = &park.units[filed.unit];
        let mut tries: Vec<Principal> = Vec::new();
        if filed.waits_above {
            tries.extend([park.above[1 + dice.below(2)].clone(), park.above[1].clone()]);
        } else if dice.below(12) == 0 {
            tries.push(park.above[dice.below(3)].clone());
        }
        tries.push(here.people[dice.below(3)].clone());
        tries.extend(here.officer.clone());
        tries.push(park.units[dice.below(park.units.len())].people[2].clone());
        tries.push(park.above[dice.below(3)].clone());
        tries.extend(park.units[0].officer.clone());
        for who in tries {
            match self.huiyin.open_case(&who, filed.number, false).await {
                Ok(view) => return Ok(Some((who, view))),
                Err(error) => self.refused(error)?,
            }
        }
        Ok(None)
    }

    /// What a look told.
    fn note(&self, filed: &mut Filed, view: &CaseView) {
        filed.id = Some(PetitionId::new(view.id));
        let named = |name: &str| self.park.units.iter().position(|unit| unit.key == name);
        let receiver = view.receiver.as_ref().and_then(|unit| named(&unit.zh));
        let by_id = |unit: &park::UnitHere| unit.id.raw() == view.unit_id;
        filed.unit = receiver
            .or_else(|| self.park.units.iter().position(by_id))
            .unwrap_or(0);
        let open = |kind: &str| {
            let mut open = view.obligations.iter().filter(|one| one.state == "open");
            open.any(|one| one.kind == kind)
        };
        let above = ["approve-answer", "decide-extension", "check-remedy"];
        filed.waits_above = above.iter().any(|kind| open(kind));
        let asked = view.questions.iter().filter(|one| one.answer.is_none());
        let mut asked = asked
            .filter_map(|one| Some((named(&one.unit.zh)?, Position::new(one.asked), one.support)));
        filed.asked = asked.next_back();
    }

    /// Another petition that was looked at lately.
    fn like(&self, view: &CaseView, dice: &mut Dice) -> Option<PetitionId> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let found = seen.get(dice.below(seen.len())).copied();
        seen.push(PetitionId::new(view.id));
        if seen.len() > AT_ONCE {
            seen.remove(0);
        }
        found
    }

    async fn act(
        &self,
        filed: &mut Filed,
        who: &Principal,
        command: Command,
    ) -> Result<(), CliError> {
        let named = match &command {
            Command::NameRespondents { units, .. } => {
                let places = self.park.units.iter().enumerate();
                let places = places.filter(|(_, unit)| units.contains(&unit.id));
                Some(places.map(|(nth, _)| nth).collect())
            }
            _ => None,
        };
        match self
            .huiyin
            .act(who, filed.number, vec![command], None)
            .await
        {
            Ok(acted) => {
                filed.hears(&acted);
                filed.namings.extend(named);
            }
            Err(error) => self.refused(error)?,
        }
        Ok(())
    }

    /// A refusal is an answer; anything else ends the year.
    fn refused(&self, error: AppError) -> Result<(), CliError> {
        if error.cause() != Cause::Refused {
            return Err(error.into());
        }
        let mut refusals = self.refusals.lock().unwrap_or_else(PoisonError::into_inner);
        *refusals.entry(error.to_string()).or_default() += 1;
        Ok(())
    }
}
