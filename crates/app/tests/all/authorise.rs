//! The table of who may do what, committed to be read.

use huiyin_app::authorise::{Action, allows};
use huiyin_domain::organisation::Role;
use std::path::Path;

/// One line an action; a cross under each role that may.
fn table() -> String {
    let mut text = String::from(
        "# Who may do what about an authority and one's own account. Written by a test of huiyin-app.\n",
    );
    text.push_str(
        "# Approving a plan is no role's: it takes the post that the plan names, as holder or stand-in.\n",
    );
    text.push_str(
        "# Lodging the image of the seal and setting it are no role's: they take the post that keeps it, and no\n\
         # administrator does them.\n",
    );
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
    text.push_str(&format!("{:<20}{}\n", "action", roles.join(" ")));
    for action in Action::ALL {
        let mut line = format!("{:<20}", action.word());
        for role in Role::ALL {
            let mark = if allows(*role, *action) { "x" } else { "-" };
            line.push_str(&format!("{mark:<width$}", width = role.word().len() + 1));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[test]
fn the_table_is_the_committed_one() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/authorise.txt");
    let (found, wanted) = (std::fs::read_to_string(&file).unwrap_or_default(), table());
    if found != wanted {
        std::fs::write(&file, wanted).expect("the table is written");
        panic!(
            "tests/golden/authorise.txt was not as the program is; it is written: read it, then commit it"
        );
    }
}

#[test]
fn only_administrators_administer() {
    let own = [
        Action::SeeOrganisation,
        Action::KeepOwnAccount,
        Action::SeeFigures,
        Action::SeeReadings,
        Action::SeePlans,
        Action::LodgePlan,
        Action::ArrangeDuty,
        Action::ReceiveVisits,
        Action::NoteReached,
        Action::WriteAnswers,
        Action::ReleaseAnswers,
        Action::SeeSealUses,
        Action::SeeRefusals,
    ];
    for role in Role::ALL
        .iter()
        .filter(|role| **role != Role::Administrator)
    {
        for action in Action::ALL.iter().filter(|action| !own.contains(action)) {
            assert!(!allows(*role, *action), "{role:?} {action:?}");
        }
    }
}
