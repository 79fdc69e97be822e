//! What is true of a line, or of a stretch of one, in its document: facts, and no opinion of them.
//!
//! What the facts are worth is the business of the trees ([`super::scores`]). A fact is a number in a unit of
//! its own, or a yes or no, and none is left out because it weighs nothing today.

use crate::lang::Lang;

/// The facts of a line, or of a stretch, and of the foreign language that it could be in.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Features {
    pub(super) unit: Unit,
    /// The foreign language that it could be in. Without one the other facts were not looked for.
    pub(super) rival: Option<Lang>,
    /// How far the words are ahead for the rival, in nats: of the languages that may stay or, for Latin
    /// letters in a document of another script, of the mean of all languages. Zero where the script
    /// decides.
    pub(super) lead: f64,
    /// The same for English, if it is another language than the document's and has a say; else 0.
    pub(super) english_lead: f64,
    /// The words are a name, or a title, that no interface of the rival writes.
    pub(super) is_unknown_name: bool,
    /// How much rarer the rival is as residue than English, in nats.
    pub(super) prior: f64,
    pub(super) script: ScriptFit,
    pub(super) capitals: Capitals,
    /// A single word of few letters, where there are capital letters.
    pub(super) is_short_word: bool,
    /// How much of it stands on buttons, links and prompts of the rival, from 0 to 1.
    pub(super) interface: f64,
    /// How much of it stands there more than anywhere else, from 0 to 1.
    pub(super) buttons: f64,
    /// How nearly the document as a whole could be in the rival, from 0 to 1.
    pub(super) closeness: f64,
    /// The model takes the main language for the rival now and then, with confidence.
    pub(super) is_confusable: bool,
    /// How much of the evidence of all lines supports the main language, from 0 to 1.
    pub(super) support: f64,
    /// The model knows little of the main language.
    pub(super) is_main_rare: bool,
    pub(super) look: Look,
    pub(super) glued: Glued,
    pub(super) company: Company,
}

/// What is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Unit {
    #[default]
    Line,
    /// A part of a line, at one of its ends.
    Stretch,
}

/// The script of the words, as the main language would have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ScriptFit {
    /// One of the main language's.
    #[default]
    Home,
    /// Latin, in a document of another script.
    Latin,
    /// Any other that the main language is not written in.
    Foreign,
}

/// How the words are capitalised, where hardly any of them is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Capitals {
    /// As in a sentence; or the script has no capitals.
    #[default]
    Sentence,
    /// One capitalised word.
    Single,
    /// Capitalised words in a language that writes its headings so, or capital letters throughout.
    Title,
    /// Capitalised words in a language that capitalises names alone.
    Names,
}

/// What a line looks like, apart from its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// The number of native labels in the document, if it is a label itself.
    pub(super) labels: Option<usize>,
    pub(super) is_quoted: bool,
    pub(super) shape: Shape,
    /// Nothing but names of languages.
    pub(super) is_language_menu: bool,
    /// The last line of the document.
    pub(super) is_last: bool,
}

/// Shapes that are at home in any document, whatever the words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shape {
    #[default]
    Prose,
    /// A credit, a dateline, a result, a copyright note.
    Credit,
    /// A command for a shell.
    Command,
    Code,
}

/// How a stretch is glued to its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Glued {
    pub(super) edge: Edge,
    /// The line is a row of a table.
    pub(super) is_cell: bool,
    /// It runs on in Latin letters, most of its words capitalised.
    pub(super) is_mostly_names: bool,
    /// A single Latin word.
    pub(super) is_lone_word: bool,
}

/// Where a stretch begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Edge {
    /// Where a sentence does; it is none itself.
    #[default]
    Sentence,
    /// Where a sentence does; it is a whole one.
    WholeSentence,
    /// Behind the last sentence of a line, and is none itself.
    Fragment,
    /// Anywhere, and it has Latin letters or the script of the main language.
    RunsOn,
    /// Where the script changes to another than Latin.
    ScriptChange,
}

/// The other lines of the document that are foreign by themselves, in the same language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Company {
    /// How many others there are, the same words counted once.
    pub(super) others: usize,
    /// How many of the two lines around it are among them.
    pub(super) neighbours: usize,
}

impl Default for Features {
    fn default() -> Self {
        Self {
            unit: Unit::Line,
            rival: None,
            lead: 0.0,
            english_lead: 0.0,
            is_unknown_name: false,
            prior: 0.0,
            script: ScriptFit::Home,
            capitals: Capitals::Sentence,
            is_short_word: false,
            interface: 0.0,
            buttons: 0.0,
            closeness: 0.0,
            is_confusable: false,
            support: 1.0,
            is_main_rare: false,
            look: Look::default(),
            glued: Glued::default(),
            company: Company::default(),
        }
    }
}

/// A bound on what words can say, in nats: an engine that is certain is still wrong now and then.
const MAX_LEAD: f64 = 14.0;

/// The same for names: the evidence of a name is for where it comes from, not for what it stands in.
const MAX_LEAD_OF_NAMES: f64 = 4.0;

/// How many words of interfaces a word of buttons counts as besides (`Search`, but not `Home`): nobody
/// names a thing so, and few languages borrow such a word.
const WORDS_PER_BUTTON: f64 = 1.2;

impl Features {
    /// The lead, as far as it can be believed.
    pub(super) fn credible_lead(&self) -> f64 {
        let most = if self.is_unknown_name { MAX_LEAD_OF_NAMES } else { MAX_LEAD };
        match self.script {
            ScriptFit::Home => self.lead.clamp(-MAX_LEAD, most),
            ScriptFit::Latin => self.lead.clamp(0.0, MAX_LEAD),
            ScriptFit::Foreign => 0.0,
        }
    }

    /// How much of it stands on buttons more than anywhere else, and not because the whole document could
    /// nearly be in the rival; from 0 to 1.
    pub(super) fn telling_buttons(&self) -> f64 {
        (1.0 - self.closeness) * self.buttons
    }

    /// How much it speaks like an interface: 1 where all of its words are of one, more where they are of
    /// buttons.
    pub(super) fn interface_strength(&self) -> f64 {
        self.interface + WORDS_PER_BUTTON * self.telling_buttons()
    }

    /// Whether it is a name, or so short that it could be one, by its capitals alone.
    pub(super) fn may_be_name(&self) -> bool {
        self.capitals != Capitals::Sentence || self.is_short_word
    }

    /// The same, were it not for what keeps a foreign line in its place: what is quoted is foreign all the
    /// same.
    pub(super) fn unguarded(&self) -> Self {
        let look =
            Look { is_quoted: false, shape: Shape::Prose, is_language_menu: false, ..self.look };
        let glued = Glued { is_cell: false, ..self.glued };
        Self { look, glued, ..self.clone() }
    }
}
