//! What must hold after a kill: everything acknowledged is there, once, under its number.

use super::attack::Heard;
use crate::error::CliError;
use huiyin_app::code::TrackingCode;
use huiyin_app::{Huiyin, HuiyinConfig};
use huiyin_ledger::{SignedReceipt, VerifyingKey};
use huiyin_store::{StoreConfig, StoreError};
use std::collections::HashSet;

/// Receipts kept and verified of each round.
const RECEIPTS_CHECKED: usize = 50;
/// Above so many petitions the whole store is looked at only now and then.
const SMALL_STORE: u64 = 30_000;
/// How often then.
const DOCTOR_EACH: usize = 5;
/// Violations of one kind that are named.
const NAMED_MAX: usize = 5;

/// What was acknowledged so far.
#[derive(Default)]
pub struct Ledger {
    /// Since the last check.
    fresh: Vec<Heard>,
    /// Before: number and code.
    known: Vec<(String, String)>,
    numbers: HashSet<String>,
    /// Receipts of earlier rounds, with number and code.
    kept: Vec<Heard>,
    doubles: Vec<String>,
    /// How many petitions may be in the store that nobody heard of.
    unheard_max: u64,
}

/// How a check ended.
pub struct Checked {
    /// Petitions in the store.
    pub petitions: u64,
    /// What was looked at, in words.
    pub said: String,
    /// What is wrong.
    pub violations: Vec<String>,
}

/// How many petitions a store has, whether a server runs on it or not.
///
/// # Errors
/// When it cannot be opened.
pub fn petitions(store: &StoreConfig) -> Result<u64, CliError> {
    count(&open(store)?)
}

/// Opens a store as the program does.
///
/// # Errors
/// When it cannot be opened.
pub fn open(store: &StoreConfig) -> Result<Huiyin, CliError> {
    Ok(Huiyin::open(HuiyinConfig::new(store.clone()))?)
}

fn count(huiyin: &Huiyin) -> Result<u64, CliError> {
    let authority = huiyin.authority(None)?.row.id;
    let count = huiyin
        .store()
        .read_here(|reader| reader.petition_count(authority));
    Ok(count?)
}

impl Ledger {
    /// Begins on a store with petitions that nobody heard of.
    pub fn beside(unheard: u64) -> Self {
        Self {
            unheard_max: unheard,
            ..Self::default()
        }
    }

    /// Remembers what was acknowledged.
    pub fn hear(&mut self, heard: Vec<Heard>) {
        for one in heard {
            if !self.numbers.insert(one.number.clone()) {
                let double = format!("the number {} was given twice", one.number);
                self.doubles.push(double);
            }
            self.fresh.push(one);
        }
    }

    /// How many were acknowledged.
    pub fn heard_count(&self) -> u64 {
        self.numbers.len() as u64
    }

    /// Requests without a key were cut off: each may or may not be in the store.
    pub fn maybe_unheard(&mut self, count: u64) {
        self.unheard_max += count;
    }

    /// All keyed requests are answered: from now on it is known how many nobody heard of.
    pub fn settle(&mut self, petitions: u64) -> Vec<String> {
        let found = self.too_many(petitions, 0);
        self.unheard_max = petitions.saturating_sub(self.heard_count());
        found
    }

    fn too_many(&self, petitions: u64, pending: u64) -> Vec<String> {
        let (heard, more) = (self.heard_count(), self.unheard_max + pending);
        let mut found = Vec::new();
        if petitions < heard {
            found.push(format!(
                "{heard} were acknowledged, {petitions} are in the store"
            ));
        }
        if petitions > heard + more {
            found.push(format!(
                "{petitions} are in the store, but at most {} were sent",
                heard + more
            ));
        }
        found
    }

    /// Looks at the store after a kill; `whole` looks at everything of every round again.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn check(
        &mut self,
        store: &StoreConfig,
        round: usize,
        pending: u64,
        whole: bool,
    ) -> Result<Checked, CliError> {
        let huiyin = open(store)?;
        let petitions = count(&huiyin)?;
        let mut violations = std::mem::take(&mut self.doubles);
        violations.extend(self.too_many(petitions, pending));
        violations.extend(missing(
            &huiyin,
            self.fresh.iter().map(|one| (&one.number, &one.code)),
        )?);
        violations.extend(false_receipts(
            &huiyin,
            self.fresh.iter().take(RECEIPTS_CHECKED),
        )?);
        if whole {
            violations.extend(missing(
                &huiyin,
                self.known.iter().map(|(number, code)| (number, code)),
            )?);
            violations.extend(false_receipts(&huiyin, self.kept.iter())?);
        }
        let said = if whole || petitions < SMALL_STORE || round.is_multiple_of(DOCTOR_EACH) {
            let report = huiyin.doctor(true)?;
            let found = report.findings.iter();
            violations.extend(found.map(|one| format!("doctor: {}: {}", one.code, one.message)));
            format!(
                "doctor --rebuild looked at {} rows",
                report.journal_rows + report.rebuilt_rows
            )
        } else {
            violations.extend(gaps(&huiyin)?);
            "numbers without gaps".to_owned()
        };
        for (nth, one) in std::mem::take(&mut self.fresh).into_iter().enumerate() {
            self.known.push((one.number.clone(), one.code.clone()));
            if nth < RECEIPTS_CHECKED {
                self.kept.push(one);
            }
        }
        Ok(Checked {
            petitions,
            said,
            violations,
        })
    }

    /// Acknowledged petitions with their receipts, oldest first.
    pub fn kept(&self) -> &[Heard] {
        &self.kept
    }

    /// Violations among everything acknowledged, in another store that should be the same.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn check_again(&self, huiyin: &Huiyin) -> Result<Vec<String>, CliError> {
        let known = self.known.iter().map(|(number, code)| (number, code));
        let mut found = missing(huiyin, known)?;
        found.extend(false_receipts(huiyin, self.kept.iter())?);
        Ok(found)
    }
}

/// Acknowledged petitions that their code does not lead to, or that have another number.
fn missing<'a>(
    huiyin: &Huiyin,
    heard: impl Iterator<Item = (&'a String, &'a String)>,
) -> Result<Vec<String>, CliError> {
    let authority = huiyin.authority(None)?.row.id;
    let mut found = Vec::new();
    huiyin.store().read_here(|reader| {
        for (number, code) in heard {
            let code = TrackingCode::parse(code);
            let hash = code.map(|code| huiyin.code_hash(&code)).unwrap_or_default();
            let codes = reader.petitions_of_code(authority, &hash)?;
            let petition = match codes.first() {
                Some(code) => reader.petition(authority, code.petition)?,
                None => None,
            };
            let there = petition.map(|petition| petition.number.to_string());
            if there.as_ref() != Some(number) {
                let there = there.unwrap_or_else(|| "nothing".into());
                found.push(format!(
                    "{number} was acknowledged, its code leads to {there}"
                ));
            }
        }
        Ok::<(), StoreError>(())
    })?;
    let more = found.len().saturating_sub(NAMED_MAX);
    if more > 0 {
        found.truncate(NAMED_MAX);
        found.push(format!("and {more} more"));
    }
    Ok(found)
}

/// Receipts that do not verify under the authority's key.
fn false_receipts<'a>(
    huiyin: &Huiyin,
    heard: impl Iterator<Item = &'a Heard>,
) -> Result<Vec<String>, CliError> {
    let authority = huiyin.authority(None)?;
    let key = VerifyingKey::parse(&authority.row.verifying_key).map_err(super::super::failed)?;
    let wrong = heard.filter_map(|one| {
        let read = SignedReceipt::parse(&one.receipt);
        let verified = read.and_then(|signed| {
            signed.verify(Some(&key), None)?;
            Ok(signed.receipt.number)
        });
        match verified {
            Ok(number) if number == one.number => None,
            Ok(number) => Some(format!("the receipt of {} is about {number}", one.number)),
            Err(error) => Some(format!("the receipt of {}: {error}", one.number)),
        }
    });
    Ok(wrong.take(NAMED_MAX).collect())
}

fn gaps(huiyin: &Huiyin) -> Result<Vec<String>, CliError> {
    let authority = huiyin.authority(None)?.row.id;
    let years = huiyin
        .store()
        .read_here(|reader| reader.numbers_of_years(authority))?;
    let wrong = years
        .iter()
        .filter(|year| year.first != 1 || year.last != year.count);
    Ok(wrong
        .map(|year| {
            let (count, first, last) = (year.count, year.first, year.last);
            format!("{}: {count} numbers from {first} to {last}", year.year)
        })
        .collect())
}
