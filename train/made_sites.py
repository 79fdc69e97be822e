#!/usr/bin/env python3
"""Makes small sites out of labelled pages, labelled like pages.

usage: made_sites.py PAGES CORPUS OUT
needs: pip install -r train/requirements.txt

Few sites are labelled whole, many pages of other sites are labelled one by one. Of each such site one page lends its
head and its foot to five texts in its language, as a template would, with what a reader said of each line. Some sites
get a list of months or days in their own language or in another, as archives of blogs have it, a menu, names and credits,
and titles in another language that stand on each document and stay. One seed, the same sites again.
"""
import collections, json, os, random, re, sys

from babel import Locale
from babel.core import get_global

from injected import Maker

DOCUMENTS = 6
# So much of a page is its head, and so much its foot.
LONGEST, SHARE = 40, 0.4
# What programs and pages about them are full of in every language.
PRODUCTS = "JavaScript|TypeScript|Python|Ruby|Go|Rust|PHP|Java|Kotlin|Swift|C++|C#|Bash|SQL|HTML|CSS|Node.js|React|Vue.js|Angular|Django|Laravel|Spring Boot|jQuery|Bootstrap|webpack|npm|Docker|Kubernetes|Git|GitHub|GitLab|Jenkins|Linux|Ubuntu|Debian|Windows|macOS|iOS|Android|Arduino|Raspberry Pi|MySQL|PostgreSQL|MongoDB|Redis|nginx|Apache|AWS|Azure|Google Cloud|Visual Studio Code|Vim|Excel|Photoshop|WordPress|Jekyll|Hugo|TensorFlow|PyTorch|Machine Learning|Deep Learning|Big Data|Blockchain|Bitcoin|Open Source|DevOps|Unity|Blender|LaTeX|Markdown|JSON|XML|REST API|HTTP|SSH|VPN".split("|")
# What a code of the pages is called in the corpus.
CORPUS_NAMES = {"nor": "nob", "tgl": "fil", "hbs": "hrv"}


def months(lang):
    """The months in a language, by the forms that stand alone and those that stand in dates, long and short."""
    try:
        names = Locale.parse(get_global("language_aliases").get(lang, lang)).months
    except Exception:
        return []
    forms = [[names[context][width][month] for month in range(1, 13)] for context in ("stand-alone", "format") for width in ("wide", "abbreviated")]
    return [form for form in forms if not any(name.isdigit() or name.startswith("M0") for name in form)]


class SiteMaker:
    def __init__(self, pages, corpus):
        self.pages, self.maker, self.rng, self.labels = pages, Maker(corpus), random.Random(1), {}
        with open(f"{pages}/truth.jsonl", encoding="utf-8") as truth:
            self.truth = [document for document in map(json.loads, truth) if document["variant"] != "extracted"]

    def sites(self):
        pages = collections.defaultdict(list)
        for document in self.truth:
            pages[document["site"]].append(document)
        for site, documents in sorted(pages.items()):
            # The page with the most to learn from.
            page = max(documents, key=lambda document: sum(row["label"] == "residue" for row in document["lines"]))
            lang = CORPUS_NAMES.get(page["lang"], page["lang"])
            if self.maker.prose.get(lang):
                yield site, page["lang"], list(self.documents(page, lang))

    def documents(self, page, lang):
        lines = [(row["text"], row["label"], row["kind"]) for row in self.shown(page)]
        size = min(LONGEST, int(SHARE * len(lines)))
        head, foot = lines[:size], lines[len(lines) - size:]
        for block, share in ((self.archive, 0.5), (self.dates, 0.25), (self.menu, 0.4), (self.tags, 0.3), (self.prompts, 0.3), (self.buttons, 0.3)):
            if self.rng.random() < share:
                part = self.rng.choice([head, foot, foot])
                at = self.rng.randrange(len(part) + 1)
                part[at:at] = block(lang)
        inner = self.inner(lang)
        for number in range(DOCUMENTS):
            middle = lines[size:len(lines) - size] if number == 0 else self.prose(lang)
            for line in inner:
                middle.insert(self.rng.randrange(len(middle) + 1), line)
            yield head + middle + foot

    def shown(self, page):
        """Every line of a page, the blank ones too, which have no row."""
        with open(f"{self.pages}/{page['file']}", encoding="utf-8") as file:
            texts = file.read().split("\n")
        rows = {row["n"]: row for row in page["lines"]}
        for number, text in enumerate(texts, 1):
            yield rows.get(number, {"text": text.rstrip("\r"), "label": "keep", "kind": "keep"})

    def prose(self, lang):
        block = self.rng.choice(self.maker.prose[lang])
        size = self.rng.randrange(6, 24)
        start = self.rng.randrange(max(1, len(block) - size))
        return [(text, "keep", "content") for text in block[start:start + size]]

    def months(self, lang):
        """A language, its own or another, what it calls the months, and what a reader says of a line with one: those
        that two languages share say nothing."""
        rng, own = self.rng, {name.casefold() for form in months(lang) for name in form}
        other = rng.choice(["eng", "eng", "eng", rng.choice(self.maker.langs)])
        shown = lang if rng.random() < 0.4 else other
        forms = months(shown)
        names = rng.choice(forms) if forms else []
        return shown, names, lambda name: "keep" if shown == lang else "mixed" if name.casefold() in own else "residue"

    def archive(self, lang):
        """Months with their years, newest first."""
        rng = self.rng
        shown, names, label = self.months(lang)
        if not names:
            return []
        form = rng.choice(["{0} {1}", "{0} {1}", "{0} {1} ({2})", "{0} {1} ({2})", "{1} {0}", "{0} ({2})", "{1}年{0}" if shown in ("jpn", "zho") else "{0}, {1}"])
        capital = rng.random() < 0.5 or shown == "eng"
        first = 12 * rng.randrange(2004, 2026) + rng.randrange(12)
        rows = []
        for month in range(first, first - rng.randrange(4, 40), -rng.choice([1, 1, 2])):
            name = names[month % 12]
            text = form.format(name[:1].upper() + name[1:] if capital else name, month // 12, rng.randrange(1, 30))
            rows.append((text, label(name), "boilerplate"))
        return rows

    def dates(self, lang):
        """Days of a list of posts, alone or behind a word of the template."""
        rng = self.rng
        shown, names, label = self.months(lang)
        if not names:
            return []
        form = rng.choice(["{0} {1}, {2}", "{1} {0} {2}", "{1}. {0} {2}", "{0} {1}, {2}", "{1} {0}, {2}", "{0} {1}"])
        word = self.short(shown) if rng.random() < 0.3 else None
        rows = []
        for _ in range(rng.randrange(2, 9)):
            name = rng.choice(names)
            text = form.format(name[:1].upper() + name[1:] if shown == "eng" else name, rng.randrange(1, 29), rng.randrange(2004, 2026))
            rows.append((f"{word} {text}" if word else text, label(name), "boilerplate"))
        return rows

    def short(self, lang):
        """A label of interface text of one word or two."""
        if lang not in self.labels:
            self.labels[lang] = [text for text in self.maker.ui.get(lang, ()) if len(text.split()) <= 2 and len(text) <= 24]
        return self.rng.choice(self.labels[lang]) if self.labels[lang] else None

    def menu(self, lang):
        """Labels of one language, which may be its own, as a menu has them."""
        rng = self.rng
        shown = lang if rng.random() < 0.3 else "eng" if rng.random() < 0.7 else rng.choice(self.maker.langs)
        case = rng.choice([str, str, str, str.lower, str.upper])
        rows = []
        for text in filter(None, (self.short(shown) for _ in range(rng.randrange(2, 7)))):
            words = set(re.findall(r"\w+", text.lower()))
            is_strange = all(word not in self.maker.ui_words[lang] and word not in self.maker.known[lang] for word in words if len(word) > 2)
            label = "keep" if shown == lang else "residue" if is_strange else "mixed"
            rows.append((case(text), label, "boilerplate"))
        return rows

    def tags(self, lang):
        """Names, products and loans with the number of their articles."""
        rng = self.rng
        form = rng.choice(["{0}", "{0}", "{0} ({1})", "{0}{1}", "{0} {1}", "#{0}"])
        texts = [rng.choice([self.maker.label(lang), self.maker.name(), self.product()]) for _ in range(rng.randrange(3, 12))]
        return [(form.format(text, rng.randrange(1, 99)), "keep", "boilerplate") for text in texts]

    def product(self):
        """A product, a list of some, one with a word of its field, or a field of a template."""
        rng = self.rng
        some = rng.sample(PRODUCTS, rng.randrange(2, 8))
        word = re.sub(r"\W", "", self.maker.name().split()[0].lower())
        return rng.choice([some[0]] * 4 + [" ".join(some), ", ".join(some), f"{some[0]}-{word}", f"{some[0]} {some[1]}", "{{ %s }}" % word, "{%% %s %%}" % word])

    def prompts(self, lang):
        """Interface text in other languages."""
        found = [self.maker.residue(lang) for _ in range(self.rng.randrange(1, 5))]
        return [(text, "residue", "boilerplate") for text, _ in filter(None, found)]

    def buttons(self, lang):
        """Interface text in its own language."""
        own = self.maker.ui[lang]
        return [(self.rng.choice(own), "keep", "boilerplate") for _ in range(self.rng.randrange(2, 7)) if own]

    def inner(self, lang):
        """What stands in the text of each document and stays."""
        rng, maker, lines = self.rng, self.maker, []
        if rng.random() < 0.8:
            form = rng.choice(["Photo: {0}", "Foto: {0}", "Photo by {0}", "Image: {0}", "Bild: {0}", "Text: {0}", "© {0}", "(c) {0}", "{0}/{1}", "{0} / {1}", "Photo: {0}/{1}", "© {0} {2}"])
            # Agencies have one word, photographers two.
            credited = lambda: maker.name() if rng.random() < 0.5 else maker.name().split()[0]
            lines += [(form.format(credited(), maker.name().split()[0], rng.randrange(1998, 2026)), "keep", "content") for _ in range(rng.randrange(1, 4))]
        if rng.random() < 0.5:
            lines += [(rng.choice([maker.neutral(lang), self.product()]), "keep", "content") for _ in range(rng.randrange(1, 4))]
        if rng.random() < 0.3:
            lines += [(maker.headline(lang), "keep", "content")]
        if rng.random() < 0.6:
            titles = [(lang, "keep", lang, "keep", None)] * 2
            maker.titles(titles, lang)
            number = rng.choice(["", "{0}. ", "{0} ", "{0}) "])
            numbered = lambda text: number.format(rng.randrange(1, 15)) + text
            lines += [(numbered(text), "keep", "content") for text, _, _, kind, _ in titles if kind == "keep_name"]
        return lines


def main():
    pages, corpus, out = sys.argv[1:4]
    os.makedirs(f"{out}/docs", exist_ok=True)
    with open(f"{out}/truth.jsonl", "w", encoding="utf-8") as truth:
        number = 0
        for site, lang, documents in SiteMaker(pages, corpus).sites():
            for lines in documents:
                name = f"docs/{number:05d}.txt"
                rows = [{"n": at, "text": text, "label": label, "lang": lang, "kind": kind} for at, (text, label, kind) in enumerate(lines, 1)]
                with open(f"{out}/{name}", "w", encoding="utf-8") as file:
                    file.write("".join(text + "\n" for text, _, _ in lines))
                truth.write(json.dumps({"id": f"{number:05d}", "file": name, "variant": "made", "lang": lang, "site": site, "lines": rows}, ensure_ascii=False) + "\n")
                number += 1


if __name__ == "__main__":
    main()
