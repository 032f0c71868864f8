//! The closed lists of a plan: levels, channels, ways to be there, tasks.

use crate::language::{Bilingual, Language};
use crate::organisation::words;
use serde::{Deserialize, Serialize};

/// How far a response goes 响应级别. I is the farthest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RunLevel {
    /// 四级
    IV,
    /// 三级
    III,
    /// 二级
    II,
    /// 一级
    I,
}

words!(RunLevel {
    IV = "IV" "四级" "level IV", III = "III" "三级" "level III",
    II = "II" "二级" "level II", I = "I" "一级" "level I",
});

impl RunLevel {
    /// How far it goes, from 1 for IV to 4 for I.
    pub const fn reach(self) -> u8 {
        match self {
            Self::IV => 1,
            Self::III => 2,
            Self::II => 3,
            Self::I => 4,
        }
    }
}

/// How a post is called 呼叫方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// 电话
    Phone,
    /// 短信
    Sms,
    /// 工作群机器人
    Chat,
    /// 电子邮件
    Email,
    /// 值班台
    Desk,
}

words!(Channel {
    Phone = "phone" "电话" "phone", Sms = "sms" "短信" "text message",
    Chat = "chat" "工作聊天" "work chat", Email = "email" "电子邮件" "e-mail",
    Desk = "desk" "值班台" "duty desk",
});

/// What somebody of the staff on duty is trained for 值班人员资质. It is said of officials in office only,
/// and never of anybody who comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Qualification {
    /// 急救员
    FirstAider,
    /// 口译员: dialect, sign or minority language.
    Interpreter,
}

words!(Qualification {
    FirstAider = "first-aider" "急救员" "first-aider",
    Interpreter = "interpreter" "口译员" "interpreter",
});

/// How somebody is there to receive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// 到场
    InPerson,
    /// 视频
    Video,
}

words!(By {
    InPerson = "in-person" "到场" "in person", Video = "video" "视频" "by video",
});

impl By {
    /// That somebody is there so, as a heading: a list of times or of what is open begins its lines with it.
    pub fn there(self) -> Bilingual {
        match self {
            Self::InPerson => Bilingual::new("到场", "there"),
            Self::Video => Bilingual::new("视频回答", "by video"),
        }
    }

    /// How somebody is there who is called for several posts at once: by video only where none of them asks
    /// for more.
    pub fn together(ways: impl IntoIterator<Item = Self>) -> Self {
        let mut ways = ways.into_iter().peekable();
        let some = ways.peek().is_some();
        match some && ways.all(|way| way == Self::Video) {
            true => Self::Video,
            false => Self::InPerson,
        }
    }
}

/// What danger alone allows police to be called 危险.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Danger {
    /// 生命危险
    Life,
    /// 交通危险
    Traffic,
}

words!(Danger {
    Life = "life" "生命危险" "danger to life", Traffic = "traffic" "交通危险" "danger in traffic",
});

/// What a plan can have made ready 任务种类: a closed list of reception and safety. There is no
/// kind that follows, holds, names or moves people, and none is added (RULES 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// 开放接待室
    OpenRooms,
    /// 饮水
    Water,
    /// 遮阳或取暖
    ShadeOrHeat,
    /// 座椅
    Seats,
    /// 卫生间
    Toilets,
    /// 急救
    FirstAid,
    /// 翻译（方言、手语、少数民族语言）
    Interpreter,
    /// 单独谈话室
    PrivateRoom,
    /// 照看老人儿童
    ChildAndElderCare,
    /// 无障碍通行
    WheelchairAccess,
    /// 保持车道畅通
    TrafficLane,
    /// 呼叫救护或消防（生命危险）
    AmbulanceOrFire,
    /// 报警（仅限生命或交通危险，写明危险和负责人）
    Police,
    /// 法律咨询台
    LegalAdvice,
    /// 心理或社会工作者，有需要者自愿
    PsychologistOrSocialWorker,
    /// 按请求提供返程交通
    TransportHome,
    /// 公布时间和结果
    PublicNotice,
}

words!(TaskKind {
    OpenRooms = "open-rooms" "开放接待室" "open the rooms",
    Water = "water" "饮水" "water",
    ShadeOrHeat = "shade-or-heat" "遮阳或取暖" "shade or heat",
    Seats = "seats" "座椅" "seats",
    Toilets = "toilets" "卫生间" "toilets",
    FirstAid = "first-aid" "急救" "first aid",
    Interpreter = "interpreter" "翻译" "interpreter",
    PrivateRoom = "private-room" "单独谈话室" "a private room",
    ChildAndElderCare = "child-and-elder-care" "照看老人儿童" "care for children and the elderly",
    WheelchairAccess = "wheelchair-access" "无障碍通行" "wheelchair access",
    TrafficLane = "traffic-lane" "保持车道畅通" "a traffic lane kept free",
    AmbulanceOrFire = "ambulance-or-fire" "呼叫救护或消防（生命危险）" "ambulance or fire service (danger to life)",
    Police = "police" "报警（仅限写明的生命或交通危险）" "police (only for a danger that is written down)",
    LegalAdvice = "legal-advice" "法律咨询台" "legal advice desk",
    PsychologistOrSocialWorker = "psychologist-or-social-worker" "心理或社会工作者（自愿）" "psychologist or social worker, for whoever asks",
    TransportHome = "transport-home" "按请求提供返程交通" "transport home, on request",
    PublicNotice = "public-notice" "公布时间和结果" "public notice of time and result",
});

impl TaskKind {
    /// Whether it may be offered at a place above the own level (RULES 10.1).
    pub const fn is_offered_elsewhere(self) -> bool {
        matches!(self, Self::Interpreter | Self::LegalAdvice)
    }

    /// Whether it answers a request: it is for whoever asks, and nobody owes it before somebody did (RULES 10.2).
    /// What has to be ready before anybody asks is none.
    pub const fn answers_a_request(self) -> bool {
        matches!(
            self,
            Self::Interpreter
                | Self::LegalAdvice
                | Self::PsychologistOrSocialWorker
                | Self::TransportHome
        )
    }

    /// Whether it is a call to police or rescue: nobody owes it while there is no danger.
    pub const fn waits_for_danger(self) -> bool {
        matches!(self, Self::Police | Self::AmbulanceOrFire)
    }

    /// Whether it is something that some of those who come may need, so that it is counted for
    /// how many. The other kinds are for everybody, or are calls to rescue.
    pub const fn is_need(self) -> bool {
        matches!(
            self,
            Self::FirstAid
                | Self::Interpreter
                | Self::PrivateRoom
                | Self::ChildAndElderCare
                | Self::WheelchairAccess
                | Self::LegalAdvice
                | Self::PsychologistOrSocialWorker
                | Self::TransportHome
        )
    }
}
