//! Facts that were put before the petitioner, and what was said to them; never the words.

use huiyin_domain::event::Event;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::AskedHow;

/// What happened, where it is about such a fact.
pub(super) fn words(event: &Event) -> Option<Bilingual> {
    match event {
        Event::FactStated(_) => Some(Bilingual::new(
            "写明一条查到的事实，请信访人看",
            "A fact that was found was put before the petitioner",
        )),
        Event::FactResponded(said) => {
            let (zh, en) = match said.accepted {
                true => ("信访人同意一条事实", "The petitioner accepted a fact"),
                false => ("信访人不同意一条事实", "The petitioner disputed a fact"),
            };
            let how = said.how.map(AskedHow::title);
            let (how_zh, how_en) = how.map_or_else(Default::default, |how| {
                (
                    format!("（{}说的，工作人员记入）", how.zh),
                    format!(" (told {}, entered by staff)", how.en.to_lowercase()),
                )
            });
            let (zh, en) = (format!("{zh}{how_zh}"), format!("{en}{how_en}"));
            Some(Bilingual::new(zh, en))
        }
        _ => None,
    }
}
