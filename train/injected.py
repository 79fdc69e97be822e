#!/usr/bin/env python3
"""Makes documents with injected residue from a folder of text, labelled like pages.

usage: injected.py CORPUS OUT DOCUMENTS

Prose of one language, in the order of its source; into it interface text of other languages (lines that
the trainer sets aside, so that no text model has learned from them), passages and quotations in another
language, names and credits, and interface text in the document's own. One seed, the same documents again.
"""
import collections, json, os, random, re, sys

MASK = (1 << 64) - 1


def is_held_out(number):
    """As `train/src/source.rs` sets lines aside: SplitMix64, one in twenty."""
    z = number + 0x9E3779B97F4A7C15 & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return (z ^ z >> 31) * 20 >> 64 == 0


def read(corpus):
    prose, ui, ui_words, known = {}, {}, {}, collections.defaultdict(set)
    for name in sorted(os.listdir(f"{corpus}/text")):
        lang = name[:-4]
        blocks, strings, words = collections.defaultdict(list), [], set()
        for number, row in enumerate(open(f"{corpus}/text/{name}", encoding="utf-8").read().split("\n")):
            domain, _, rest = row.partition("\t")
            source, _, text = rest.partition("\t")
            if domain == "ui":
                words.update(re.findall(r"\w+", text.lower()))
                fits = 3 <= len(text) <= 120 and len(text.split()) <= 16 and not re.search(r"[%{}<>$\\`=_/#]|\d{4}", text)
                if fits and is_held_out(number):
                    strings.append(text)
            elif domain == "prose" and 20 <= len(text) <= 600:
                blocks[source].append(text)
        prose[lang] = [b for b in blocks.values() if len(b) >= 40]
        ui[lang], ui_words[lang] = strings, words
    for name in sorted(os.listdir(f"{corpus}/words")):
        rows = [r.split("\t") for r in open(f"{corpus}/words/{name}", encoding="utf-8").read().split("\n") if r]
        rows.sort(key=lambda r: -float(r[2]))
        known[name[:-4]] = {r[1].lower() for r in rows[:25000]}
    return prose, ui, ui_words, known


def names(line):
    """Runs of two or three capitalised words inside a sentence, between small ones."""
    words = line.split()
    is_name = [len(w) > 1 and w.isalpha() and w[0].isupper() and w[1:].islower() for w in words]
    starts = [at for at in range(1, len(words) - 2) if words[at - 1].islower() and is_name[at] and is_name[at + 1]]
    for at in starts:
        end = at + 2 + is_name[at + 2]
        if end < len(words) and words[end].islower():
            yield " ".join(words[at:end])


class Maker:
    def __init__(self, corpus, seed=1):
        self.prose, self.ui, self.ui_words, self.known = read(corpus)
        self.rng = random.Random(seed)
        self.langs = [l for l in sorted(self.prose) if self.prose[l]]
        self.sizes = [sum(len(b) for b in self.prose[l]) ** 0.4 for l in self.langs]
        # German capitalises every noun.
        found = {lang: {n for block in self.prose[lang] for line in block for n in names(line)} for lang in self.langs if lang != "deu"}
        self.names_in = {lang: sorted(of) for lang, of in found.items() if len(of) >= 20}
        english = {w for w in self.known["eng"] if len(w) > 3 and w.isascii() and w.isalpha()}
        self.loans = {lang: sorted(english & self.known[lang]) if lang != "eng" else [] for lang in self.langs}
        self.others = [l for l in sorted(self.ui) if len(self.ui[l]) >= 20]

    def name(self):
        """A name as it stands in the prose of English or, as often, of any other language."""
        lang = "eng" if self.rng.random() < 0.5 else self.rng.choice(sorted(self.names_in))
        return self.rng.choice(self.names_in[lang])

    def neutral(self, lang):
        """A name, or a credit, a dateline, a copyright note made of names: at home in every language. Or an
        abbreviation, a product, a price, a loan word as a label."""
        rng = self.rng
        if rng.random() < 0.45:
            return self.label(lang)
        name, other = self.name(), self.name()
        year = rng.randrange(1998, 2026)
        forms = ["{0}", "{0}", "{0}", "{1}", "{0} {6}", "{0}, {6}", "Photo: {0}", "Foto: {0}", "Photo: {0}/{2}", "© {0}", "{2}/{0}", "{0} / {2}", "Copyright © {3} {2}", "{4}, {0} —", "{4} ({2})", "{0}, {5}", "{0} ({2})"]
        return rng.choice(forms).format(name, name.upper(), other.split()[0], year, other.upper(), other, rng.randrange(1, 99))

    def label(self, lang):
        """A short line that is no name: the loans of a language are what it and English both know."""
        rng, number = self.rng, self.rng.randrange(2, 900)
        letters = "".join(rng.choice("ABCDEFGHIKLMNOPRSTUVWX") for _ in range(rng.randrange(2, 6)))
        loans = self.loans[lang]
        if loans and rng.random() < 0.5:
            loan = rng.choice(loans)
            return rng.choice([loan.capitalize(), loan.capitalize(), loan.upper()])
        name = self.name().split()[0]
        unit = rng.choice(["kg", "km", "m", "%", "€", "$", "₹", "GB", "mm", "kW"])
        forms = ["{0}", "{0}", "{0}", "{1} {0}{2}", "{1} {0} {2}", "{0} {2}", "{2} {3}", "{2} {3}: {4}", "{1} {2} {3}", "{0} ({1})", "{0}/{1}"]
        return rng.choice(forms).format(letters, name, number, unit, rng.randrange(10, 5000))

    def headline(self, lang):
        """A headline in capitals: the first words of a sentence."""
        words = self.rng.choice(self.rng.choice(self.prose[lang])).split()[:self.rng.randrange(2, 11)]
        return " ".join(words).strip(" .,;:!?-–—").upper()

    def residue(self, lang):
        """A string of interface text, dressed as sites do, none of the words of which need be the document's."""
        rng = self.rng
        for _ in range(40):
            other = "eng" if rng.random() < 0.3 and lang != "eng" else rng.choice(self.others)
            if other == lang or {other, lang} <= {"hrv", "srp", "bos", "hbs"} or {other, lang} <= {"nob", "nno", "nor"} or {other, lang} <= {"ind", "msa"}:
                continue
            text = rng.choice(self.ui[other])
            words = set(re.findall(r"\w+", text.lower()))
            strange = {w for w in words if len(w) > 2 and w not in self.ui_words[lang] and w not in self.known[lang]}
            if strange and 2 * len(strange) >= len([w for w in words if len(w) > 2]):
                return self.dressed(text, other), other
        return None

    def dressed(self, text, lang):
        rng, dress = self.rng, self.rng.random()
        if dress < 0.06:
            return text.lower().rstrip(".:") + ":"
        if dress < (0.18 if text.count(" ") > 1 else 0.10):
            return text.upper()
        if dress < 0.22:
            return rng.choice("•-*»") + " " + text
        if dress < 0.26:
            return f"{text} ({rng.randrange(1, 99)})"
        if dress < 0.31:
            return " | ".join([text] + [rng.choice(self.ui[lang]) for _ in range(rng.randrange(1, 3))])
        return text

    def document(self, number):
        rng = self.rng
        lang = rng.choices(self.langs, self.sizes)[0]
        kind = rng.choices(["clean", "tail", "scatter", "glued", "tiny", "passage", "quoted", "quotation", "titles"], [13, 21, 18, 11, 10, 6, 6, 8, 7])[0]
        block = rng.choice(self.prose[lang])
        size = rng.randrange(2, 4) if kind == "tiny" else rng.randrange(3, 10) if kind in ("quotation", "titles") else rng.randrange(5, 22)
        start = rng.randrange(max(1, len(block) - size))
        lines = [(t, "keep", lang, "keep", None) for t in block[start:start + size]]
        if rng.random() < 0.35:
            for _ in range(rng.randrange(1, 4)):
                if self.ui[lang]:
                    lines.insert(rng.randrange(len(lines) + 1), (rng.choice(self.ui[lang]), "keep", lang, "keep", None))
        if rng.random() < 0.35:
            for _ in range(rng.randrange(1, 4)):
                lines.insert(rng.randrange(len(lines) + 1), (self.neutral(lang), "keep", "und", "keep", None))
        if rng.random() < 0.15:
            for _ in range(rng.randrange(1, 4)):
                lines.insert(rng.randrange(len(lines) + 1), (self.headline(lang), "keep", lang, "keep", None))
        getattr(self, kind)(lines, lang)
        out, shown = [], []
        for text, label, l, k, spans in lines:
            if len(shown) and rng.random() < 0.1:
                shown.append("")
            shown.append(text)
            row = {"n": len(shown), "text": text, "label": label, "lang": l, "kind": k}
            out.append({**row, "spans": spans} if spans else row)
        name = f"docs/{number:05d}.txt"
        return shown, {"id": f"{number:05d}", "file": name, "variant": kind, "lang": lang, "site": f"injected {number}", "lines": out}

    def clean(self, lines, lang):
        pass

    def tail(self, lines, lang):
        if found := self.residue(lang):
            at = 0 if self.rng.random() < 0.12 else len(lines)
            lines.insert(at, (found[0], "residue", found[1], "injected", None))

    def scatter(self, lines, lang):
        for _ in range(self.rng.randrange(2, 5)):
            if found := self.residue(lang):
                lines.insert(self.rng.randrange(len(lines) + 1), (found[0], "residue", found[1], "injected", None))

    def tiny(self, lines, lang):
        if self.rng.random() < 0.6:
            self.tail(lines, lang)

    def glued(self, lines, lang):
        at = self.rng.randrange(len(lines))
        if found := self.residue(lang):
            native, glue = lines[at][0], self.rng.choice([" ", " ", "  ", " – "])
            text, other = found
            front = self.rng.random() < 0.3
            line = text + glue + native if front else native + glue + text
            start = 0 if front else len(native) + len(glue)
            lines[at] = (line, "mixed", lang, "injected", [[start, start + len(text), other]])

    def passage(self, lines, lang):
        other = self.rng.choice([l for l in self.langs if l != lang])
        block = self.rng.choice(self.prose[other])
        start = self.rng.randrange(len(block) - 4)
        at = self.rng.randrange(1, len(lines) + 1)
        lines[at:at] = [(t, "keep", other, "keep_foreign", None) for t in block[start:start + self.rng.randrange(1, 4)]]

    def other(self, lang):
        """Another language that has prose, English above all."""
        return "eng" if lang != "eng" and self.rng.random() < 0.4 else self.rng.choice([l for l in self.langs if l != lang])

    def quotation(self, lines, lang):
        """A sentence in another language that is marked as meant: by marks, or by a line that announces it."""
        rng, other = self.rng, self.other(lang)
        text = rng.choice(rng.choice(self.prose[other]))
        at = rng.randrange(1, len(lines) + 1)
        form = rng.choice(["{}", "{}", "{}", '"{}"', "“{}”", "«{}»", "„{}“", "'{}'", "> {}", "— {}", "– {}", "*{}*", "_{}_"])
        # What a program says, as people report it, is announced.
        messages = [string for string in self.ui[other] if string.count(" ") > 3]
        if messages and rng.random() < 0.25:
            form, text = "{}", rng.choice(messages)
        before = lines[at - 1]
        if form == "{}" or rng.random() < 0.3:
            lines[at - 1] = (before[0].rstrip(" .。।!?…") + ":", *before[1:])
        lines.insert(at, (form.format(text), "keep", other, "keep_foreign", None))
        if rng.random() < 0.4:
            self.tail(lines, lang)

    def titles(self, lines, lang):
        """Names of works, dishes and places: the first words of sentences in another language, or some inside of them,
        each on a line."""
        rng, other = self.rng, self.other(lang)
        for _ in range(rng.randrange(1, 4)):
            words = rng.choice(rng.choice(self.prose[other])).split()
            words = self.phrase(words) if rng.random() < 0.5 else words[:rng.randrange(1, 6)]
            title = " ".join(words).strip(" .,;:!?-–—\"'()[]«»“”„。、।")
            form = rng.choice(["{}", "{}", "{}", "{}", "- {}", "{} ({})", "{}, {}"])
            title = title.upper() if rng.random() < 0.15 else title
            text = form.format(title, rng.choice([rng.randrange(1900, 2026), self.name()]))
            if title:
                lines.insert(rng.randrange(len(lines) + 1), (text, "keep", other, "keep_name", None))
        if rng.random() < 0.4:
            self.tail(lines, lang)

    def phrase(self, words):
        """Words inside a sentence, from a long one to a long one: as dishes are called, and books."""
        size = self.rng.randrange(2, 5)
        is_long = lambda word: len(word) > 3 and word.isalpha()
        starts = [at for at in range(1, len(words) - size) if is_long(words[at]) and is_long(words[at + size - 1])]
        at = self.rng.choice(starts) if starts else 0
        text = " ".join(words[at:at + size])
        return (text[:1].upper() + text[1:]).split()

    def quoted(self, lines, lang):
        other = "eng" if lang != "eng" and self.rng.random() < 0.5 else self.rng.choice([l for l in self.langs if l != lang])
        at = self.rng.randrange(len(lines))
        words = self.rng.choice(self.rng.choice(self.prose[other])).split()[:self.rng.randrange(2, 7)]
        open_, close = self.rng.choice([("“", "”"), ("«", "»"), ('"', '"'), ("„", "“")])
        lines[at] = (f"{lines[at][0]} {open_}{' '.join(words)}{close}", "keep", lang, "keep", None)


def main():
    corpus, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    os.makedirs(f"{out}/docs", exist_ok=True)
    maker = Maker(corpus)
    with open(f"{out}/truth.jsonl", "w", encoding="utf-8") as truth:
        for number in range(count):
            shown, document = maker.document(number)
            with open(f"{out}/{document['file']}", "w", encoding="utf-8") as file:
                file.write("\n".join(shown) + "\n")
            truth.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
