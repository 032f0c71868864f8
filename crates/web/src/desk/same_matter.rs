//! Hints at petitions that could be about the same matter: beside the form of intake, on the receipt, and on
//! a petition's page. By subject, time and place alone; who decides is the clerk, and nobody waits for it.

use crate::body::Form;
use crate::desk::case::{Opened, href_of, safe, when};
use crate::desk::guard::Signed;
use crate::desk::intake;
use crate::observe::passed_over;
use crate::pages::desk::Place;
use crate::pages::desk::same_matter::{SameMatterPart, SameMatterRow};
use crate::pages::form::FormTarget;
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::response::Response;
use huiyin_app::{AppError, SameMatter};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Action, Class, MatterAt};

/// `GET /desk/new/same-matter`: the hints for what is typed so far, as a part of the page.
pub(crate) async fn part(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        signed.goes_to(Place::Register)?;
        let form = Form::parse(query.unwrap_or_default().as_bytes())?;
        let part = SameMatterPart {
            language: signed.language(),
            rows: at_intake(&signed, &form).await?,
        };
        Ok(passed_over(signed.html(&part)))
    };
    signed.or_refused(shown.await)
}

/// The hints for what is typed at intake; `None` as long as neither subject nor place is chosen.
pub(crate) async fn at_intake(
    signed: &Signed,
    form: &Form,
) -> Result<Option<Vec<SameMatterRow>>, Problem> {
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let huiyin = &signed.web().huiyin;
    let category = intake::category::of(form, &authority.categories);
    let place = form.text("place");
    if category.is_none() && place.is_none() {
        return Ok(None);
    }
    let class = form.text("class").and_then(|class| Class::parse(&class));
    // A day that cannot be read is told when the form is sent; until then it is today.
    let received_at = intake::received_at(signed, &authority, form).ok().flatten();
    let matter = MatterAt {
        place,
        category,
        class,
        received_at: received_at.unwrap_or_else(|| huiyin.now()),
    };
    let found = huiyin.same_matters_as(signed.principal(), matter).await?;
    Ok(Some(found.iter().map(|one| row(signed, one)).collect()))
}

/// How many could be the same matter as one that was just registered; none for whoever may not open it.
pub(crate) async fn count(signed: &Signed, number: &str) -> Result<usize, Problem> {
    let Ok(number) = PetitionNumber::parse(number) else {
        return Ok(0);
    };
    Ok(found(signed, number).await?.len())
}

/// The hints of a petition's page, with what can be done about each.
pub(crate) async fn rows(opened: &Opened<'_>) -> Result<Vec<SameMatterRow>, Problem> {
    let signed = opened.signed;
    if !opened.can(Action::TellApart) {
        return Ok(Vec::new());
    }
    let number = &opened.view.number;
    let Ok(parsed) = PetitionNumber::parse(number) else {
        return Ok(Vec::new());
    };
    let merges = opened.can(Action::Merge);
    let rows = found(signed, parsed).await?.into_iter().map(|one| {
        // The later one goes into the earlier one, whose clocks are no later.
        let (from, into) = match one.earlier {
            true => (number, &one.number),
            false => (&one.number, number),
        };
        let merge = format!("{}/do/merge?into={into}", href_of(from));
        SameMatterRow {
            merge: merges.then_some(merge),
            merges_here: !one.earlier,
            apart: Some(opened.action_target(Action::TellApart)),
            ..row(signed, &one)
        }
    });
    Ok(rows.collect())
}

/// The id of a petition that is hinted at beside another one.
pub(crate) async fn id_of(signed: &Signed, beside: PetitionNumber, number: &str) -> Option<i64> {
    let found = found(signed, beside).await.ok()?;
    let found = found.iter().find(|one| one.number == number);
    found.map(|one| one.id)
}

async fn found(signed: &Signed, number: PetitionNumber) -> Result<Vec<SameMatter>, Problem> {
    let huiyin = &signed.web().huiyin;
    match huiyin.same_matters_of(signed.principal(), number).await {
        Ok(found) => Ok(found),
        // No hint for whoever has nothing to tell apart here.
        Err(AppError::Refused(_)) => Ok(Vec::new()),
        Err(other) => Err(other.into()),
    }
}

fn row(signed: &Signed, one: &SameMatter) -> SameMatterRow {
    let language = signed.language();
    let zone = signed.authority().map(|authority| authority.zone.clone());
    let received = zone.map_or_else(
        || one.received_at.clone(),
        |zone| when(&one.received_at, signed.dates(&zone)),
    );
    let parts = [
        one.place
            .as_ref()
            .map_or("", |place| place.in_language(language)),
        one.category.in_language(language),
        one.unit.in_language(language),
        one.state_words.in_language(language),
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    SameMatterRow {
        number: one.number.clone(),
        href: href_of(&one.number),
        subject: safe(&one.subject),
        received,
        about: parts.join(language.pick("，", ", ")),
        merge: None,
        merges_here: false,
        apart: None::<FormTarget>,
    }
}
