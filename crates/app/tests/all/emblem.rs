//! The emblem of an authority: a picture by its content, without what a camera wrote into it, a version of the
//! authority's data that comes back.

use super::people::{add, order, refusal};
use super::support::{FIRST, healthy, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{AppError, AuthorityDraft, Huiyin, PeopleRefusal, Refusal, VersionChange};
use huiyin_domain::event::Actor;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::picture::png;

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
    let frame = [0xff, 0xc0, 0, 11, 8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0];
    let parts: [&[u8]; 5] = [
        b"\xff\xd8",
        b"\xff\xfe\x00\x08secret",
        &frame,
        b"\xff\xda\x00\x02scan",
        b"\xff\xd9",
    ];
    parts.concat()
}

fn sets(huiyin: &Huiyin, by: Actor, picture: Vec<u8>) -> Result<(), AppError> {
    let done = wait(huiyin.set_emblem(order(by), picture, None));
    huiyin.refresh().expect("reads");
    done.map(|_| ())
}

fn shown(huiyin: &Huiyin) -> Option<(&'static str, Vec<u8>)> {
    let authority = huiyin.authority(None).expect("there");
    wait(huiyin.emblem(&authority.row.emblem)).expect("reads")
}

#[test]
fn an_emblem_is_shown_and_an_earlier_one_comes_back_with_its_version() {
    each_engine(|place| {
        let huiyin = place.open();
        let admin = add(&huiyin, "admin", "administrator");
        let by = Actor::Staff(admin);
        assert_eq!(shown(&huiyin), None);
        let text = b"\0\0\0\x06tEXtsecret\0\0\0\0";
        sets(&huiyin, by, png(200, 200, text)).expect("set");
        let first = shown(&huiyin).expect("is shown");
        assert_eq!(first.0, "image/png");
        assert_eq!(
            first.1,
            png(200, 200, b""),
            "what was written into it is taken out"
        );
        sets(&huiyin, by, jpeg(300, 200)).expect("another");
        let second = shown(&huiyin).expect("is shown");
        assert_eq!(second.0, "image/jpeg");
        assert!(!second.1.windows(6).any(|six| six == b"secret"));
        let none = AuthorityDraft {
            emblem: Some(String::new()),
            ..AuthorityDraft::default()
        };
        wait(huiyin.change_authority(order(by), none, None)).expect("none any more");
        huiyin.refresh().expect("reads");
        assert_eq!(shown(&huiyin), None);

        let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
        let who = Principal::of(&organisation, FIRST, admin).expect("works here");
        let view = wait(huiyin.authority_versions(&who)).expect("reads");
        let digests: Vec<_> = view
            .versions
            .iter()
            .map(|one| one.was.emblem.clone())
            .collect();
        assert_eq!(digests.len(), 4);
        assert_eq!(
            (digests[0].as_deref(), digests[3].as_deref()),
            (Some(""), Some(""))
        );
        assert!(digests[1] != digests[2]);
        let back: VersionChange<AuthorityDraft> = VersionChange::Restore(view.versions[2].version);
        wait(huiyin.change_authority(order(by), back, None)).expect("brought back");
        huiyin.refresh().expect("reads");
        assert_eq!(shown(&huiyin), Some(first));
        healthy(&huiyin);
        drop(huiyin);
        assert!(shown(&place.open()).is_some());
    });
}

#[test]
fn what_is_no_emblem_is_refused_by_its_content() {
    each_engine(|place| {
        let huiyin = place.open();
        let by = Actor::Staff(add(&huiyin, "admin", "administrator"));
        let clerk = Actor::Staff(add(&huiyin, "clerk", "clerk"));
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>".to_vec();
        let large = png(200, 200, &[0; 8 * 1_024]);
        for (picture, code) in [
            (svg, "emblem_other_kind"),
            (b"%PDF-1.7\n%%EOF".to_vec(), "emblem_other_kind"),
            (large, "emblem_too_large"),
            (png(32, 32, b""), "emblem_pixels"),
            (png(2_000, 2_000, b""), "emblem_pixels"),
            (png(600, 200, b""), "emblem_pixels"),
            (jpeg(40, 40), "emblem_pixels"),
            (Vec::new(), "empty_file"),
        ] {
            match refusal(sets(&huiyin, by, picture)) {
                Refusal::Fields(fields) => {
                    assert_eq!(
                        (fields[0].field.as_str(), fields[0].problem.code()),
                        ("emblem", code)
                    );
                }
                other => panic!("{other:?}"),
            }
        }
        let refused = refusal(sets(&huiyin, clerk, png(200, 200, b"")));
        assert_eq!(refused, Refusal::People(PeopleRefusal::NotAllowed));
        let unknown = AuthorityDraft {
            emblem: Some("sha256:00".into()),
            ..AuthorityDraft::default()
        };
        let outcome = wait(huiyin.change_authority(order(by), unknown, None));
        match refusal(outcome) {
            Refusal::Fields(fields) => assert_eq!(fields[0].field, "emblem"),
            other => panic!("{other:?}"),
        }
        assert_eq!(shown(&huiyin), None);
        healthy(&huiyin);
    });
}
