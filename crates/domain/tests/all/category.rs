//! Categories: the facts of the shipped tree, and what the checker finds.

use huiyin_domain::category::{self, Categories, Category, OWN_NUMBERS, OwnCategory};
use huiyin_domain::language::Bilingual;
use std::collections::BTreeSet;

const SHARED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/domain/labels_teddycup2020.csv"
);

#[test]
fn the_shipped_tree_checks_clean_and_is_whole() {
    assert_eq!(Categories::check(category::shipped_text()), []);
    let tree = category::shipped();
    assert_eq!((tree.id(), tree.version()), ("cn", "2026.3"));
    assert_eq!(
        tree.title(),
        &Bilingual::new("信访事项内容分类", "Subjects of petitions")
    );
    let count = |level| {
        tree.nodes()
            .iter()
            .filter(|node| node.level() == level)
            .count()
    };
    assert_eq!([count(1), count(2), count(3)], [15, 118, 517]);
    assert_eq!(category::shipped().roots().len(), 15);
    for node in tree.nodes() {
        assert_eq!(
            node.level() < 3,
            !category::shipped().children(&node.code).is_empty(),
            "{}",
            node.code
        );
        assert_eq!(
            node.code.ends_with("99"),
            node.name.zh == "其他",
            "{}",
            node.code
        );
        assert_eq!(
            node.name.zh == "其他",
            node.name.en == "Other",
            "{}",
            node.code
        );
    }
}

#[test]
#[expect(
    clippy::disallowed_macros,
    reason = "a test says what it could not run (RULES 11)"
)]
fn every_name_of_the_source_is_in_the_shipped_tree() {
    if !std::path::Path::new(SHARED).exists() {
        println!("not run: no ../shared");
        return;
    }
    let file = std::fs::read_to_string(SHARED).unwrap();
    let mut listed: BTreeSet<String> = BTreeSet::new();
    for line in file.lines().skip(1) {
        assert_eq!(line.split(',').count(), 3, "{line}");
        listed.insert(line.replace(',', " / "));
    }
    assert_eq!(listed.len(), 517);
    assert_eq!(listed, written(category::shipped()));
}

/// The same on an invented file, so that the comparison always runs.
#[test]
fn a_source_is_compared_under_its_old_words() {
    let listed = ["旧词 / 乙 / 丙", "旧词 / 乙 / 其他"].map(str::to_owned);
    assert_eq!(
        written(&Categories::parse(TREE).unwrap()),
        BTreeSet::from(listed)
    );
}

/// The paths of the third level, with the old word for a renamed first level.
fn written(tree: &Categories) -> BTreeSet<String> {
    let leaves = tree.nodes().iter().filter(|node| node.level() == 3);
    leaves
        .map(|leaf| {
            let path = tree.path(&leaf.code).unwrap().zh;
            let root = tree.get(&leaf.code[..2]).unwrap();
            match root.aliases.first() {
                Some(old) => path.replacen(&root.name.zh, old, 1),
                None => path,
            }
        })
        .collect()
}

#[test]
fn codes_lead_to_names_paths_and_neighbours() {
    let wages = category::shipped().path("150306").unwrap();
    assert_eq!(wages.zh, "劳动和社会保障 / 工资福利 / 工资发放");
    assert_eq!(
        wages.en,
        "Labour and social security / Wages and benefits / Payment of wages"
    );
    assert_eq!(
        category::shipped().path("15").unwrap().en,
        "Labour and social security"
    );
    assert_eq!(
        category::shipped().name("03"),
        Some(&Bilingual::new("自然资源", "Natural resources"))
    );
    assert_eq!(category::shipped().get("03").unwrap().aliases, ["国土资源"]);
    assert!(category::shipped().exists("1503"));
    for unknown in [
        "", "1", "150", "16", "1500", "150307", "15030601", "工资", "15 ",
    ] {
        assert!(!category::shipped().exists(unknown), "{unknown}");
        assert_eq!(category::shipped().name(unknown), None, "{unknown}");
        assert_eq!(category::shipped().path(unknown), None, "{unknown}");
        assert!(
            category::shipped().children(unknown).is_empty(),
            "{unknown}"
        );
    }
    let codes = |nodes: Vec<&Category>| -> Vec<String> {
        nodes.into_iter().map(|node| node.code.clone()).collect()
    };
    let wages = ["150301", "150303", "150304", "150305", "150306", "150399"];
    assert_eq!(codes(category::shipped().children("1503")), wages);
    assert!(category::shipped().children("150306").is_empty());
    assert_eq!(
        category::shipped().get("150306").unwrap().parent(),
        Some("1503")
    );
    assert_eq!(category::shipped().get("15").unwrap().parent(), None);
}

#[test]
fn the_order_of_the_lines_does_not_matter() {
    let (head, list) = TREE.split_once("[\n").unwrap();
    let mut lines: Vec<&str> = list.lines().filter(|line| *line != "]").collect();
    lines.reverse();
    let turned = format!("{head}[\n{}\n]\n", lines.join("\n"));
    assert_ne!(turned, TREE);
    assert_eq!(Categories::parse(&turned), Categories::parse(TREE));
}

/// Everyday words, and the subject to which each leads, alone or among a few.
const EVERYDAY: &str = "
征地 0304|宿舍 150301|食堂 120401|热水 010208|热水 150301|拖欠 150306|拖欠 010804|停车 010212|油烟 040206
广场舞 040203|垃圾 010214|物业费 011003|学区 140501|工伤 150202|社保 1502|停电 010215|漏水 010216|停水 010216
电梯 011003|业委会 011003|路灯 010204|井盖 010204|公交 010206|暖气 010208|供暖 010208|车位 010212|充电桩 010212
燃气 010213|煤气 010213|公厕 010214|电费 010215|水费 010216|违建 010302|采光 010303|渗水 0105|工地 010501
强拆 010601|拆迁款 010605|安置房 010606|老旧小区 010607|公积金 011001|公租房 011002|烂尾楼 011006|开发商 011006
房产证 011010|租房 011011|押金 011011|青苗费 030401|噪声 040203|扰民 040203|夜间施工 040203|异味 040206|废气 040206
扬尘 040206|污水 040210|下水道 010204|推诿 050201|红包 050604|网约车 060104|拒载 060105|修路 060205|过路费 060206
班车 060404|快递 060604|发票 070503|非法集资 070506|宽带 080104|断网 080102|离婚 090802|墓地 090803|低保 090903
分红 100202|承包地 101303|导游 110103|预付卡 1104|假货 110403|退款 110403|涨价 110408|疫苗 120103|外卖 120401
假药 120402|看病贵 120605|医院 120607|户口 130401|护照 130402|车祸 130501|驾照 130503|堵车 130504|赌博 130804
盗窃 130807|消防通道 130809|被骗 131001|老赖 131201|作业 140203|体罚 140204|霸凌 140206|补课 140209|学费 140302
幼儿园 140501|图书馆 140902|养老金 150201|医保 150204|失业金 150205|欠薪 150306|讨薪 150306|招聘 150402|加班 150502
产假 150503|职业病 150505|试用期 150601|外包 150605|辞退 150607|裁员 150607
unpaid wages 150306|Hot Water 010208|square dancing 040203|canteen 120401|parking 010212|power cut 010215
laid off 150607|dormitory 150301|property fee 011003|land taken 0304|kindergarten 140501
";

#[test]
fn everyday_words_lead_to_their_subject_and_exact_names_go_before_them() {
    let tree = category::shipped();
    let pairs = EVERYDAY.lines().flat_map(|line| line.split('|'));
    let pairs: Vec<_> = pairs.filter_map(|pair| pair.rsplit_once(' ')).collect();
    let words: BTreeSet<&str> = pairs.iter().map(|(word, _)| *word).collect();
    assert!(words.len() >= 80, "{}", words.len());
    for (word, code) in pairs {
        let found: Vec<&str> = match tree.called(word) {
            Some(one) => vec![&one.code],
            None => tree
                .like(word)
                .iter()
                .map(|one| one.code.as_str())
                .collect(),
        };
        assert!(
            found.contains(&code) && found.len() <= 6,
            "{word}: {found:?}"
        );
    }
    // A name is its subject, also where another one has it as an everyday word.
    let both = TREE.replace("日常话", "乙");
    let both = Categories::parse(&both).expect("a word may be another one's name");
    let called = both.called("乙").expect("found by its name");
    assert_eq!(called.code, "0101");
}

const TREE: &str = r#"
id = "twin"
version = "2030.1"
title = { zh = "虚构", en = "Invented" }
category = [
  { code = "01", zh = "甲", en = "First", aliases = ["旧词"] },
  { code = "0101", zh = "乙", en = "Second" },
  { code = "010101", zh = "丙", en = "Third", words = { zh = ["日常话"], en = ["plain talk"] } },
  { code = "010199", zh = "其他", en = "Other" },
]
"#;

/// One case a line: what is replaced | by what | the finding's code, line and field.
const FINDINGS: &str = r#"
id = "twin" | id = twin | syntax 2 file
id = "twin" | id = "Twin" | bad-id 2 id
id = "twin" | | missing-field 1 id
version | versoin | unknown-field 3 versoin
category = | categories = | missing-field 1 category
title = { zh = "虚构", en | title = { en | missing-language 4 title.zh
"010199", zh | "010101", zh | duplicate-code 9 category.010101
"010199", zh | "020199", zh | missing-parent 9 category.020199
code = "0101" | code = "0102" | missing-parent 8 category.010101
"010199", zh | "010199", hz | unknown-field 9 category.010199.hz
"010199", zh | "010199", hz | missing-language 9 category.010199.zh
, en = "Second" | | missing-language 7 category.0101.en
en = "Second" | en = " " | missing-language 7 category.0101.en
en = "Second" | en = 2 | wrong-type 7 category.0101.en
aliases = ["旧词"] | aliases = "旧词" | wrong-type 6 category.01.aliases
zh = ["日常话"] | zh = "日常话" | wrong-type 8 category.010101.words.zh
words = { zh = ["日常话"] | words = { sz = ["日常话"] | unknown-field 8 category.010101.words.sz
words = { zh = ["日常话"], en = ["plain talk"] } | words = ["日常话"] | wrong-type 8 category.010101.words
zh = ["日常话"] | zh = [""] | bad-word 8 category.010101.words.zh
en = ["plain talk"] | en = ["plain talk "] | bad-word 8 category.010101.words.en
en = ["plain talk"] | en = ["闲话"] | wrong-language 8 category.010101.words.en
zh = ["日常话"] | zh = ["talk"] | wrong-language 8 category.010101.words.zh
zh = ["日常话"] | zh = ["日常话", "日常话"] | duplicate-word 8 category.010101.words.zh
en = ["plain talk"] | en = ["third"] | duplicate-word 8 category.010101.words.en
zh = "其他" | zh = "丙" | duplicate-name 9 category.010199
en = "Other" | en = "Third" | duplicate-name 9 category.010199
code = "010199", | | missing-field 9 category.code
"010199" | "" | missing-field 9 category.code
"#;

#[test]
fn the_checker_names_line_and_field() {
    let cases = FINDINGS.lines().filter(|line| !line.is_empty());
    assert_eq!(cases.clone().count(), 28);
    for case in cases {
        let parts: Vec<&str> = case.split('|').map(str::trim).collect();
        let wanted: Vec<&str> = parts[2].split(' ').collect();
        let line = wanted[1].parse().unwrap();
        found(parts[0], parts[1], wanted[0], line, wanted[2]);
    }
    for bad in ["1", "1a", "010", "0100", "00", "01019901", "０１", "01-1"] {
        let field = format!("category.{bad}");
        found("\"010199\"", &format!("\"{bad}\""), "bad-code", 9, &field);
    }
}

/// Changes the tree and expects a finding.
fn found(from: &str, to: &str, code: &str, line: usize, field: &str) {
    let file = TREE.replacen(from, to, 1);
    assert_ne!(file, TREE, "{from}");
    let findings = Categories::check(&file);
    let found = findings
        .iter()
        .any(|f| f.code == code && f.line == line && f.field == field);
    assert!(found, "{code} {line} {field}: {findings:#?}");
    assert_eq!(Categories::parse(&file), Err(findings));
}

#[test]
fn an_everyday_word_finds_its_subject() {
    let tree = category::shipped();
    let code = |words: &str| tree.called(words).map(|node| node.code.as_str());
    for (words, found) in [
        ("供热", "010208"),
        ("供暖", "010208"),
        (" 暖气 ", "010208"),
        ("欠薪", "150306"),
        ("讨薪", "150306"),
        ("噪声", "040203"),
        ("噪音", "040203"),
        ("扰民", "040203"),
        ("路灯", "010204"),
        ("医保", "150204"),
        ("社保", "1502"),
        ("学区", "140501"),
        ("异味", "040206"),
        ("油烟", "040206"),
        ("停水", "010216"),
        ("停电", "010215"),
        ("违建", "010302"),
        ("拆迁", "010601"),
        ("物业", "011003"),
        ("停车", "010212"),
        ("电梯", "011003"),
        ("噪音污染", "040203"),
        ("noise pollution", "040203"),
    ] {
        assert_eq!(code(words), Some(found), "{words}");
    }
    // What two subjects are called, and what none is, finds none.
    for words in ["其他", "应急管理", "没有这一类", ""] {
        assert_eq!(code(words), None, "{words}");
    }
}

#[test]
fn a_word_finds_the_subjects_in_which_it_stands_of_each_branch_the_highest() {
    let shipped = category::shipped();
    let codes = |tree: &Categories, words: &str| -> Vec<String> {
        let found = tree.like(words).into_iter();
        found.map(|node| node.code.clone()).collect()
    };
    assert_eq!(codes(shipped, "宅基地"), ["101302"]);
    // An everyday word, and another language.
    assert_eq!(codes(shipped, "占道"), ["010202"]);
    assert_eq!(codes(shipped, " house SITES"), ["101302"]);
    // Taxes stand below finance and taxation, which is called so too.
    assert_eq!(codes(shipped, "税"), ["0705"]);
    assert!(codes(shipped, "纠纷").len() > 1);
    for words in ["没有这一类", "", "  "] {
        assert_eq!(codes(shipped, words), Vec::<String>::new(), "{words}");
    }
    let retired = OwnCategory {
        retired: true,
        ..own("101302", "宅基地纠纷")
    };
    assert!(codes(&shipped.with(&[retired]), "宅基地").is_empty());
}

fn own(code: &str, zh: &str) -> OwnCategory {
    OwnCategory {
        code: code.into(),
        name: Bilingual::new(zh, zh),
        ..OwnCategory::default()
    }
}

#[test]
fn no_shipped_code_stands_where_an_authority_puts_its_own() {
    for node in category::shipped().nodes() {
        let number = node.code[node.code.len() - 2..].parse::<u8>().unwrap();
        assert!(!OWN_NUMBERS.contains(&number), "{}", node.code);
    }
}

#[test]
fn an_authority_renames_adds_retires_and_orders_and_nothing_is_lost() {
    let shipped = category::shipped();
    let retired = OwnCategory {
        retired: true,
        ..own("1503", "工资福利")
    };
    let first = OwnCategory {
        rank: Some(1),
        ..own("15", "劳动和社会保障")
    };
    let changes = [
        own("150380", "农民工工资"),
        retired,
        first,
        own("80", "园区管理"),
        own("8080", "通勤班车"),
        own("7701", "上面没有"),
        own("03", "自然资源和规划"),
    ];
    let tree = shipped.with(&changes);
    assert_eq!(tree.nodes().len(), shipped.nodes().len() + 3);
    assert_eq!(tree.roots()[0].code, "15", "it was put first");
    assert_eq!(tree.roots().last().unwrap().code, "80");
    assert_eq!(tree.path("8080").unwrap().zh, "园区管理 / 通勤班车");
    assert!(!tree.exists("7701"), "nothing stands above it");
    // Retired: known and named for what has it, chosen no more, with all below it.
    assert_eq!(tree.name("1503").unwrap().zh, "工资福利");
    for code in ["1503", "150306", "150380"] {
        assert!(tree.exists(code) && !tree.offers(code), "{code}");
    }
    assert!(tree.offers("1501") && tree.offers("8080") && !tree.offers("77"));
    assert_eq!(tree.called("工资发放"), None);
    // The name that it had still finds it.
    assert_eq!(tree.called("自然资源").unwrap().code, "03");
    assert_eq!(tree.called("自然资源和规划").unwrap().code, "03");
    // Those below follow theirs, wherever it stands.
    let codes: Vec<&str> = tree.nodes().iter().map(|node| node.code.as_str()).collect();
    assert_eq!(codes[..2], ["15", "1501"]);
    let at = |code: &str| codes.iter().position(|one| *one == code).unwrap();
    assert_eq!(at("8080"), at("80") + 1);
    assert_eq!(tree.next_own_code(None).as_deref(), Some("81"));
    assert_eq!(tree.next_own_code(Some("1503")).as_deref(), Some("150381"));
    assert_eq!(
        tree.next_own_code(Some("150306")),
        None,
        "three levels are enough"
    );
}
