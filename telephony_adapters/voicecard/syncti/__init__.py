"""Boards whose library has the functions of SynCTI (SHP_A3)."""
