"""Mutation of the generated rules: each mutant has one thing changed, and a generated test has to fail for it."""
