#!/usr/bin/env python3
"""Fits the trees that judge what a site repeats to a table of facts and writes them.

usage: site_verdicts.py FACTS OUT [CARD]
needs: pip install -r train/requirements.txt

FACTS is the `site_facts.tsv` of `train facts`. Two forests: is a repeated line residue, is it a part of the frame
(in any language). Each is cross-validated by site; where an answer is likely or certain is read off the folds, on
whole sites and on pieces of them, for lines as they stand and for each line of a site once. Then all folds together
are fitted and written to OUT, as `src/model/trees.rs` reads it.
"""
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

import verdicts
from verdicts import FOLDS, SEEDS, SETTINGS, file, lowest

META = 9
# What may be wrong besides where each line counts once.
SLACK = 0.02
ROUNDS = 100
# How the pages were looked at: a folder of strangers, whose lines teach what they say and are never asked about; whole
# sites, eight or four pages of a site at once; and sites that a script made.
_STRANGERS, WHOLE, EIGHT, FOUR, MADE = range(5)
NAMES = {WHOLE: "whole sites", EIGHT: "eight pages", FOUR: "four pages", MADE: "made sites"}
# What a line of a made site weighs beside one of a real site.
MADE_WEIGHT = 0.2


class Table:
    def __init__(self, path):
        head, *rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
        column = lambda name: np.array([row[head.index(name)] for row in rows])
        self.names = head[META:]
        self.facts = np.array([row[META:] for row in rows], dtype=np.float32)
        self.set, self.fold, self.copies = (column(name).astype(int) for name in ("set", "fold", "copies"))
        self.site, self.kind, self.label, self.lang = (column(name) for name in ("site", "kind", "class", "lang"))


class Question(verdicts.Question):
    """What is asked of repeated lines, of which rows, and which answers are right."""

    def __init__(self, name, table, rows, answer, aims, seeds=SEEDS, rounds=ROUNDS, learning_rate=0.065):
        self.name, self.table, self.facts, self.rows, self.answer, self.aims = name, table, table.facts, rows, answer, aims
        # A line counts once for each site and each way to look at it; the pieces of a site are one more look.
        self.weight = np.select([np.isin(table.set, (EIGHT, FOUR)), table.set == MADE], [0.5, MADE_WEIGHT], 1.0) / table.copies
        self.measured = rows & np.isin(table.set, (WHOLE, EIGHT, FOUR))
        self.rounds, self.seeds = rounds, seeds
        self.settings = {**SETTINGS, "learning_rate": learning_rate, "num_leaves": 31, "feature_fraction": 0.4, "min_data_in_leaf": 40}

    def cross_validate(self):
        t, self.score = self.table, np.full(len(self.answer), np.nan)
        for fold in range(FOLDS):
            held_out = self.rows & (t.fold == fold)
            self.score[held_out] = self.raw_score(self.rows & (t.fold != fold), held_out)
        line = LogisticRegression(C=1e6).fit(self.score[self.measured, None], self.answer[self.measured], sample_weight=self.weight[self.measured])
        self.slope, self.shift = float(line.coef_[0, 0]), float(line.intercept_[0])
        self.score = self.slope * self.score + self.shift
        # Each line once, a few that are labelled wrongly weigh as much as all that are told apart.
        looks = [(way, once) for way in (WHOLE, EIGHT, FOUR) for once in (False, True)]
        self.bounds = [max(self.bound(aim - SLACK * once, way, once) for way, once in looks) for aim in self.aims]
        self.bounds[0] = min(self.bounds)

    def bound(self, aim, way, once):
        """The lowest score from which answers are right, on one way to look at a site."""
        rows = self.rows & (self.table.set == way)
        weight = 1 / self.table.copies[rows] if once else np.ones(rows.sum())
        return lowest(self.score[rows], self.answer[rows], weight, aim)

    def figures(self, rows, once):
        rows = rows & self.rows
        score, answer = self.score[rows], self.answer[rows]
        weight = 1 / self.table.copies[rows] if once else np.ones(rows.sum())
        for bound in reversed(self.bounds):
            told = score >= bound
            right = (weight * answer)[told].sum()
            yield 100 * right / max(1e-9, weight[told].sum())
            yield 100 * right / max(1e-9, (weight * answer).sum())


def card(questions):
    for question in questions:
        t = question.table
        yield f"### {question.name}\n"
        yield f"Likely from {question.bounds[0]:+.2f} nats on, certain from {question.bounds[1]:+.2f}.\n"
        yield "| rows | right answers | certain: precision | recall | likely or certain: precision | recall |"
        yield "|---|--:|--:|--:|--:|--:|"
        for way, name in NAMES.items():
            for once in (False, True):
                rows = question.rows & (t.set == way)
                if question.answer[rows].sum():
                    figures = " | ".join(f"{figure:.1f}" for figure in question.figures(rows, once))
                    yield f"| {name}{', each line once' if once else ''} | {int(question.answer[rows].sum())} | {figures} |"
        for fold in range(FOLDS):
            rows = question.rows & (t.set == WHOLE) & (t.fold == fold)
            if question.answer[rows].sum():
                figures = " | ".join(f"{figure:.1f}" for figure in question.figures(rows, False))
                yield f"| whole sites, fold {fold} | {int(question.answer[rows].sum())} | {figures} |"
        yield ""


def questions(table):
    residue, frame = table.label == "residue", table.kind == "boilerplate"
    known = (table.label != "mixed") & (table.kind != "contradicted")
    real = np.isin(table.set, (WHOLE, EIGHT, FOUR))
    # What the author wrote in another language is not marked on whole sites, and at home on the others. The frame has ten
    # times as many right answers as residue: two short fits are nearly as good as three long ones.
    return [
        Question("Is a repeated line residue?", table, known, residue.astype(int), (0.75, 0.99)),
        Question("Is a repeated line a part of the frame?", table, known & real, (frame | residue).astype(int), (0.97, 0.99), SEEDS[:2], rounds=50, learning_rate=0.12),
    ]


def main():
    asked = questions(Table(sys.argv[1]))
    for question in asked:
        question.cross_validate()
    with open(sys.argv[2], "wb") as out:
        out.write(file(asked))
    text = "\n".join(card(asked))
    if len(sys.argv) > 3:
        with open(sys.argv[3], "w", encoding="utf-8") as out:
            out.write(text)
    print(text)


if __name__ == "__main__":
    main()
