#!/usr/bin/env python3
"""Fits the trees of the verdicts to a table of facts and writes them.

usage: verdicts.py FACTS OUT [CARD]
needs: pip install -r train/requirements.txt

FACTS is what `train facts` writes. Three forests: is a line residue, is it foreign at all, is a stretch
residue. Each is cross-validated by site; what is told in CARD and where an answer is likely or certain is
read off the folds. Then all folds together are fitted and written to OUT, as `src/model/trees.rs` reads it.
"""
import json
import struct
import sys

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression

FOLDS = 8
PER_NAT = 4096
META = 11
SETTINGS = dict(objective="binary", learning_rate=0.045, num_leaves=16, min_data_in_leaf=20, lambda_l2=1.0, feature_fraction=0.25,
                bagging_fraction=0.8, bagging_freq=1, max_bin=63, num_threads=1, deterministic=True, force_row_wise=True, verbose=-1)
ROUNDS = 170
# So many fits of other samples are averaged: what one of them finds by chance, the others do not.
SEEDS = (1, 2, 3)
# Of the table's sets: pages of many sites, many pages of a few sites, documents with injected residue.
PAGES, SITES, INJECTED = range(3)
# From where on an answer is likely: 60 of 100 are promised, and pages differ.
LIKELY = 0.69
# From where on it is certain: 97 of 100 are promised.
CERTAIN = 0.97
# `--remove foreign` is for corpora that must be of one language: 95 of 100 are promised, and more goes.
CERTAIN_FOREIGN = 0.95
# What says which kind of document it is, rather than what a line is in it.
DOCUMENT = ["main_support", "main_rare", "labels_native", "main_english", "lines", "doubtful_lines", "label_share", "wording_doubtful"]
# The more of a stretch's words speak for another language or for an interface, the surer it is residue.
SURER = ["lead", "credible_lead", "own_lead_per_letter", "own_english_lead", "wording_interface", "wording_residue", "interface_known", "buttons_known"]
# Injected residue is easy and its documents are many: what a document of it weighs beside a real page.
INJECTED_WEIGHT = 0.3
# Passages and quotations are as many there as prompts; on pages they are fewer. Titles look like prompts,
# and one that goes is a good line lost.
INJECTED_MATERIAL_WEIGHT = 0.1
INJECTED_TITLE_WEIGHT = 0.2


class Table:
    def __init__(self, path):
        head, *rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
        column = lambda name: np.array([row[head.index(name)] for row in rows])
        self.names = head[META:]
        self.facts = np.array([row[META:] for row in rows], dtype=np.float32)
        self.set, self.fold, self.copies = (column(name).astype(int) for name in ("set", "fold", "copies"))
        self.is_stretch = column("stretch") == "1"
        self.kind, self.label, self.lang = column("kind"), column("class"), column("lang")
        # A line that stands on several pages of a site counts once.
        injected = np.select([self.kind == "keep_foreign", self.kind == "keep_name"], [INJECTED_MATERIAL_WEIGHT, INJECTED_TITLE_WEIGHT], INJECTED_WEIGHT)
        self.weight = np.where(self.set == INJECTED, injected, 1.0) / self.copies


class Question:
    """What is asked, of which rows, and which answers are right."""

    def __init__(self, name, table, rows, answer, aims, measured, rounds=ROUNDS, seeds=SEEDS, without=(), **settings):
        self.name, self.table, self.rows, self.answer, self.aims = name, table, rows, answer, aims
        # Facts that are not asked are the same of all rows, so that no tree splits there.
        self.facts = np.where(np.isin(table.names, without), 0, table.facts)
        # The rows that calibration and bounds are read off.
        self.measured, self.rounds, self.settings = rows & measured, rounds, {**SETTINGS, **settings}
        self.weight, self.seeds = table.weight, seeds

    def fit(self, rows):
        data = lightgbm.Dataset(self.facts[rows], self.answer[rows], weight=self.weight[rows], free_raw_data=False)
        return [lightgbm.train({**self.settings, "seed": seed}, data, self.rounds) for seed in self.seeds]

    def raw_score(self, rows, held_out):
        """What a fit of some rows says of others."""
        facts = self.facts[held_out]
        return np.mean([model.predict(facts, raw_score=True) for model in self.fit(rows)], axis=0)

    def cross_validate(self):
        t, self.score = self.table, np.full(len(self.answer), np.nan)
        for fold in range(FOLDS):
            held_out = self.rows & (t.fold == fold)
            self.score[held_out] = self.raw_score(self.rows & (t.fold != fold), held_out)
        line = LogisticRegression(C=1e6).fit(self.score[self.measured, None], self.answer[self.measured], sample_weight=self.weight[self.measured])
        self.slope, self.shift = float(line.coef_[0, 0]), float(line.intercept_[0])
        self.score = self.slope * self.score + self.shift
        self.bounds = self.find_bounds(self.measured)

    def find_bounds(self, rows):
        """The lowest scores from which on enough answers are right."""
        score, answer, weight = self.score[rows], self.answer[rows], np.where(self.table.set[rows] == INJECTED, INJECTED_WEIGHT, 1.0)
        return tuple(lowest(score, answer, weight, aim) for aim in self.aims)

    def trees(self):
        """All folds together; scores calibrated as those of the folds were."""
        models = [model.dump_model() for model in self.fit(self.rows)]
        trees = [nodes(tree["tree_structure"], self.slope / len(models)) for model in models for tree in model["tree_info"]]
        trees.append([(255, 0, 0, round(PER_NAT * self.shift))])
        return trees


def lowest(score, answer, weight, aim):
    """The lowest score from which a share of the answers is right, twenty of them at least."""
    order = np.argsort(-score, kind="stable")
    share = np.cumsum((weight * answer)[order]) / np.cumsum(weight[order])
    # A bound takes all that have the same score.
    is_last = np.append(np.diff(score[order]) < 0, True)
    reached = np.where((share >= aim) & is_last)[0]
    reached = reached[reached >= 20]
    return float(score[order[reached[-1]]]) if len(reached) else float("inf")


def nodes(tree, slope):
    """A tree as rows: fact, way to the right child, threshold, value; the mean of the leaves at inner nodes."""
    out = []

    def write(node):
        at = len(out)
        out.append(None)
        if "leaf_index" not in node:
            left_sum, left_count = write(node["left_child"])
            right = len(out) - at
            right_sum, right_count = write(node["right_child"])
            total, count = left_sum + right_sum, left_count + right_count
            threshold = int(np.floor(node["threshold"]))
            assert node["decision_type"] == "<=" and right < 256
            out[at] = (node["split_feature"], right, threshold, round(PER_NAT * slope * total / count))
            return total, count
        value, count = node["leaf_value"], max(1, node.get("leaf_count", 1))
        out[at] = (255, 0, 0, round(PER_NAT * slope * value))
        return value * count, count

    write(tree)
    return out


def file(questions):
    facts = len(questions[0].table.names)
    out = b"trees__1" + struct.pack("<HH", facts, len(questions))
    for question in questions:
        trees = question.trees()
        bounds = [min(2**31 - 1, int(np.ceil(PER_NAT * bound))) if np.isfinite(bound) else 2**31 - 1 for bound in question.bounds]
        out += struct.pack("<iiH", *bounds, len(trees)) + bytes(len(tree) for tree in trees)
        out += b"".join(struct.pack("<BBhi", *node) for tree in trees for node in tree)
    return out


def figures(question, rows, kept):
    """Precision and recall of what is certain, and of what is likely or certain; good lines lost of 10,000."""
    score, answer, (likely, certain) = question.score[rows], question.answer[rows], question.bounds
    out = []
    for bound in (certain, likely):
        taken = score >= bound
        right, all_right = int(answer[taken].sum()), max(1, int(answer.sum()))
        out.append((100 * right / max(1, taken.sum()), 100 * right / all_right, 1e4 * (taken.sum() - right) / kept if kept else float("nan")))
    return out


def card(questions):
    table = questions[0].table
    for question in questions:
        likely, certain = question.bounds
        yield f"### {question.name}\n\nLikely from {likely:+.2f} nats on, certain from {certain:+.2f}.\n"
        yield "| rows | right answers | certain: precision | recall | likely or certain: precision | recall |"
        yield "|---|--:|--:|--:|--:|--:|"
        names = [("pages", table.set == PAGES), ("whole sites", table.set == SITES), ("injected", table.set == INJECTED)]
        names += [(f"pages, fold {fold}", (table.set == PAGES) & (table.fold == fold)) for fold in range(FOLDS)]
        langs = [lang for lang in sorted(set(table.lang)) if (question.rows & (table.set == PAGES) & (table.lang == lang) & (question.answer == 1)).sum() >= 30]
        names += [(f"pages in {lang}", (table.set == PAGES) & (table.lang == lang)) for lang in langs]
        for name, rows in names:
            rows = rows & question.rows
            if question.answer[rows].sum():
                (p, r, _), (lp, lr, _) = figures(question, rows, 0)
                yield f"| {name} | {int(question.answer[rows].sum())} | {p:.1f} | {r:.1f} | {lp:.1f} | {lr:.1f} |"
        yield ""


def questions(table):
    residue, foreign = table.label == "residue", table.label == "foreign"
    # Labels that readers contradict each other about (`train/src/facts.rs`) are neither learned nor measured.
    is_sure = ~np.isin(table.kind, ["contradicted", "date"])
    lines = ~table.is_stretch & (table.label != "mixed") & is_sure
    # The author's own material is not marked on the pages of whole sites.
    guess = table.facts[:, table.names.index("guess")]
    unmarked = (table.set == SITES) & ~residue & (guess > -32)
    # A title in another language is no residue; whether it is foreign, readers say of those on pages.
    injected_titles = (table.set == INJECTED) & (table.kind == "keep_name")
    pages = table.set == PAGES
    return [
        Question("Is a line residue?", table, lines, residue.astype(int), (LIKELY, CERTAIN), pages, rounds=102, seeds=range(1, 6), num_leaves=24, learning_rate=0.06),
        Question("Is a line foreign?", table, lines & ~unmarked & ~injected_titles, (residue | foreign).astype(int), (LIKELY, CERTAIN_FOREIGN), pages, num_leaves=24, min_data_in_leaf=40),
        # Pages have too few stretches to read a curve off them alone, and nothing short of certain is likely. Nearly all
        # those of documents with injected residue are residue: which kind of document it is says too much.
        Question("Is a stretch residue?", table, table.is_stretch, residue.astype(int), (CERTAIN, CERTAIN), table.set >= 0, rounds=80, without=DOCUMENT,
                 learning_rate=0.08, num_leaves=6, min_data_in_leaf=10, monotone_constraints=[int(name in SURER) for name in table.names]),
    ]


def main():
    asked = questions(Table(sys.argv[1]))
    for question in asked:
        question.cross_validate()
        print(question.name, question.bounds, question.slope, question.shift, file=sys.stderr)
    with open(sys.argv[2], "wb") as out:
        out.write(file(asked))
    text = "\n".join(card(asked))
    if len(sys.argv) > 3:
        with open(sys.argv[3], "w", encoding="utf-8") as out:
            out.write(text)
    print(text)


if __name__ == "__main__":
    main()
