//! The migrations, each in a file of its own.

use super::Migration;

/// Every migration, in order.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "petitions",
        sql: include_str!("../migrations/0001_petitions.sql"),
    },
    Migration {
        number: 2,
        name: "people",
        sql: include_str!("../migrations/0002_people.sql"),
    },
    Migration {
        number: 3,
        name: "casework",
        sql: include_str!("../migrations/0003_casework.sql"),
    },
    Migration {
        number: 4,
        name: "later",
        sql: include_str!("../migrations/0004_later.sql"),
    },
    Migration {
        number: 5,
        name: "notices and files",
        sql: include_str!("../migrations/0005_notices_and_files.sql"),
    },
    Migration {
        number: 6,
        name: "recused",
        sql: include_str!("../migrations/0006_recused.sql"),
    },
    Migration {
        number: 7,
        name: "codes of several",
        sql: include_str!("../migrations/0007_codes_of_several.sql"),
    },
    Migration {
        number: 8,
        name: "plans",
        sql: include_str!("../migrations/0008_plans.sql"),
    },
    Migration {
        number: 9,
        name: "barred",
        sql: include_str!("../migrations/0009_barred.sql"),
    },
    Migration {
        number: 10,
        name: "responses",
        sql: include_str!("../migrations/0010_responses.sql"),
    },
    Migration {
        number: 11,
        name: "plan drafts",
        sql: include_str!("../migrations/0011_plan_drafts.sql"),
    },
    Migration {
        number: 12,
        name: "duty changes",
        sql: include_str!("../migrations/0012_duty_changes.sql"),
    },
    Migration {
        number: 13,
        name: "boards",
        sql: include_str!("../migrations/0013_boards.sql"),
    },
    Migration {
        number: 14,
        name: "calendar feeds",
        sql: include_str!("../migrations/0014_calendar_feeds.sql"),
    },
    Migration {
        number: 15,
        name: "drafts",
        sql: include_str!("../migrations/0015_drafts.sql"),
    },
    Migration {
        number: 16,
        name: "letters",
        sql: include_str!("../migrations/0016_letters.sql"),
    },
    Migration {
        number: 17,
        name: "drills",
        sql: include_str!("../migrations/0017_drills.sql"),
    },
    Migration {
        number: 18,
        name: "listed",
        sql: include_str!("../migrations/0018_listed.sql"),
    },
    Migration {
        number: 19,
        name: "pages",
        sql: include_str!("../migrations/0019_pages.sql"),
    },
    Migration {
        number: 20,
        name: "reviews",
        sql: include_str!("../migrations/0020_reviews.sql"),
    },
    Migration {
        number: 21,
        name: "ratings",
        sql: include_str!("../migrations/0021_ratings.sql"),
    },
    Migration {
        number: 22,
        name: "announcements",
        sql: include_str!("../migrations/0022_announcements.sql"),
    },
    Migration {
        number: 23,
        name: "texts",
        sql: include_str!("../migrations/0023_texts.sql"),
    },
    Migration {
        number: 24,
        name: "visits",
        sql: include_str!("../migrations/0024_visits.sql"),
    },
    Migration {
        number: 25,
        name: "published_answers",
        sql: include_str!("../migrations/0025_published_answers.sql"),
    },
    Migration {
        number: 26,
        name: "next drills",
        sql: include_str!("../migrations/0026_next_drills.sql"),
    },
    Migration {
        number: 27,
        name: "same matter",
        sql: include_str!("../migrations/0027_same_matter.sql"),
    },
    Migration {
        number: 28,
        name: "away",
        sql: include_str!("../migrations/0028_away.sql"),
    },
    Migration {
        number: 29,
        name: "reachability",
        sql: include_str!("../migrations/0029_reachability.sql"),
    },
    Migration {
        number: 30,
        name: "saved views and visit pace",
        sql: include_str!("../migrations/0030_saved_views_and_visit_pace.sql"),
    },
    Migration {
        number: 31,
        name: "places",
        sql: include_str!("../migrations/0031_places.sql"),
    },
    Migration {
        number: 32,
        name: "presence",
        sql: include_str!("../migrations/0032_presence.sql"),
    },
    Migration {
        number: 33,
        name: "uploads",
        sql: include_str!("../migrations/0033_uploads.sql"),
    },
    Migration {
        number: 34,
        name: "letters by name",
        sql: include_str!("../migrations/0034_letters_by_name.sql"),
    },
    Migration {
        number: 35,
        name: "official seal",
        sql: include_str!("../migrations/0035_official_seal.sql"),
    },
    Migration {
        number: 36,
        name: "figure readings",
        sql: include_str!("../migrations/0036_figure_readings.sql"),
    },
    Migration {
        number: 37,
        name: "representatives",
        sql: include_str!("../migrations/0037_representatives.sql"),
    },
    Migration {
        number: 38,
        name: "plan returned",
        sql: include_str!("../migrations/0038_plan_returned.sql"),
    },
    Migration {
        number: 39,
        name: "refused attempts",
        sql: include_str!("../migrations/0039_refused_attempts.sql"),
    },
    Migration {
        number: 40,
        name: "announcement versions",
        sql: include_str!("../migrations/0040_announcement_versions.sql"),
    },
    Migration {
        number: 43,
        name: "refused why",
        sql: include_str!("../migrations/0043_refused_why.sql"),
    },
    Migration {
        number: 47,
        name: "administered",
        sql: include_str!("../migrations/0047_administered.sql"),
    },
    Migration {
        number: 48,
        name: "categories",
        sql: include_str!("../migrations/0048_categories.sql"),
    },
    Migration {
        number: 49,
        name: "rulebooks and emblems",
        sql: include_str!("../migrations/0049_rulebooks_and_emblems.sql"),
    },
    Migration {
        number: 50,
        name: "plan authors",
        sql: include_str!("../migrations/0050_plan_authors.sql"),
    },
    Migration {
        number: 51,
        name: "roster persons",
        sql: include_str!("../migrations/0051_roster_persons.sql"),
    },
    Migration {
        number: 52,
        name: "danger",
        sql: include_str!("../migrations/0052_danger.sql"),
    },
    Migration {
        number: 54,
        name: "same place",
        sql: include_str!("../migrations/0054_same_place.sql"),
    },
    Migration {
        number: 56,
        name: "climbed",
        sql: include_str!("../migrations/0056_climbed.sql"),
    },
    Migration {
        number: 57,
        name: "unread messages",
        sql: include_str!("../migrations/0057_unread_messages.sql"),
    },
    Migration {
        number: 58,
        name: "list readings",
        sql: include_str!("../migrations/0058_list_readings.sql"),
    },
    Migration {
        number: 59,
        name: "put off",
        sql: include_str!("../migrations/0059_put_off.sql"),
    },
    Migration {
        number: 60,
        name: "roster contacts",
        sql: include_str!("../migrations/0060_roster_contacts.sql"),
    },
    Migration {
        number: 66,
        name: "renewals",
        sql: include_str!("../migrations/0066_renewals.sql"),
    },
    Migration {
        number: 67,
        name: "escalation told",
        sql: include_str!("../migrations/0067_escalation_told.sql"),
    },
    Migration {
        number: 68,
        name: "codes by petition",
        sql: include_str!("../migrations/0068_codes_by_petition.sql"),
    },
];
