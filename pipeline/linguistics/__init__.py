"""Sentences, parses and the models behind them."""
