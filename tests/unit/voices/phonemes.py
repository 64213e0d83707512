"""Prints how eSpeak NG would say each line of its input in Mandarin, as phonemes; a process of its own."""

import ctypes
import sys

import espeakng_loader

library = ctypes.CDLL(espeakng_loader.get_library_path())
library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0x8000)
library.espeak_SetVoiceByName(b"cmn")
library.espeak_TextToPhonemes.restype = ctypes.c_char_p


def phonemes(text):
    rest = ctypes.c_void_p(ctypes.cast(ctypes.c_char_p(text.encode()), ctypes.c_void_p).value)
    said = []
    while rest.value:
        said.append(library.espeak_TextToPhonemes(ctypes.byref(rest), 1, 0).decode())
    return "".join(one for one in "".join(said) if one not in "',_| ")


for line in sys.stdin.read().split():
    print(phonemes(line))
