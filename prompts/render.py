#!/usr/bin/env python3
"""Says the recordings of a script, one file each: the raw material of `ivrpay prompts build`.

    render.py LANGUAGE SCRIPT FOLDER
    render.py LANGUAGE --read TEXT FILE     reads a text, a paragraph a line, into one file

SCRIPT is what `ivrpay prompts list --wanted` prints: name, words and how they are read, a tab between them. Words that end a
sentence are said alone, and fall. Others are said with a comma and one more word behind them, so that the tone stays up, and
are cut where the voice rests at the comma.
"""

import array
import math
import os
import re
import subprocess
import sys
import tempfile
import wave

RATE = 16_000
# Begins with a voiced sound and has no rest inside: what stands before it ends at the last rest.
CARRIER = {"en": "now", "es": "luego"}
# The voice rests at a comma for 50 ms or more, and nothing in the carrier does.
SHORTEST_REST = 0.04
REST_DEPTH_DB = -38
CLICK_DB = -20
BRISK = 0.8
WINDOW = RATE * 4 // 1000


class Flite:
    """English: flite's `rms`."""

    def say(self, text, length=1.0):
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            subprocess.run(
                ["flite", "-voice", "rms", "--setf", f"duration_stretch={length}", "-t", text, "-o", file.name], check=True
            )
            with wave.open(file.name) as sound:
                assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (RATE, 1, 2)
                return array.array("h", sound.readframes(sound.getnframes()))

    def read(self, words):
        return words


class Pico:
    """Spanish: SVOX Pico's es-ES, made to speak as the Americas do.

    It says c and z as Castile does; they are written with an s here, which Spanish reads as the Americas say them. Names of
    brands are written as Spanish hears them. Above 3 kHz it is 20 dB fainter than flite, and its s has nothing below 4 kHz, so
    that a telephone would swallow it: a shelf lifts what is above."""

    # It clips its own peaks at full volume, and the shelf needs room.
    VOLUME = 0.2
    SHELF_HERTZ = 2_800
    SHELF_DB = 15

    NAMES = {
        "American Express": "Américan Exprés", "Mastercard": "Máster card", "Discover": "Discóver",
        "Diners Club": "Dáiners clab", "UnionPay": "Yúnion pei", "JCB": "jota se be", "PIN": "pin",
    }

    def __init__(self):
        import py_nanotts

        self.voice = py_nanotts.NanoTTS()

    def say(self, text, length=1.0):
        sound = self.voice.speak(text, voice="es-ES", volume=self.VOLUME, speed=1 / length)
        return brightened(array.array("h", sound), self.SHELF_HERTZ, self.SHELF_DB)

    def read(self, words):
        for name, said in self.NAMES.items():
            words = words.replace(name, said)
        return re.sub(r"\w+", lambda word: self.respelled(word.group()), words)

    @staticmethod
    def respelled(word):
        """`diez` as `dies`, `cinco` as `sinco`; a final z takes the stress that an s would not."""
        plain = word.lower()
        vowels = re.findall(r"[aeiouáéíóúü]+", plain)
        if plain.endswith("z") and len(vowels) > 1 and not re.search("[áéíóú]", plain):
            last = max(index for index, letter in enumerate(plain) if letter in "aeiou")
            plain = plain[:last] + "áéíóú"["aeiou".index(plain[last])] + plain[last + 1 :]
        plain = re.sub(r"sc(?=[eiéí])", "s", plain)
        plain = re.sub(r"c(?=[eiéí])", "s", plain)
        return plain.replace("z", "s")


def brightened(samples, hertz, decibels):
    """The sound with everything above a frequency lifted: a high shelf of second order (R. Bristow-Johnson's cookbook)."""
    gain = 10 ** (decibels / 40)
    turn = 2 * math.pi * hertz / RATE
    cosine, alpha = math.cos(turn), math.sin(turn) / math.sqrt(2)
    root = 2 * math.sqrt(gain) * alpha
    scale = (gain + 1) - (gain - 1) * cosine + root
    b0 = gain * ((gain + 1) + (gain - 1) * cosine + root) / scale
    b1 = -2 * gain * ((gain - 1) + (gain + 1) * cosine) / scale
    b2 = gain * ((gain + 1) + (gain - 1) * cosine - root) / scale
    a1 = 2 * ((gain - 1) - (gain + 1) * cosine) / scale
    a2 = ((gain + 1) - (gain - 1) * cosine - root) / scale
    result = array.array("h")
    x1 = x2 = y1 = y2 = 0.0
    for x in samples:
        y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
        x1, x2, y1, y2 = x, x1, y, y1
        result.append(max(-32768, min(32767, round(y))))
    return result


def rest(samples):
    """Where the last rest inside the sound begins and ends."""
    level = [max(map(abs, samples[at : at + WINDOW]), default=0) for at in range(0, len(samples), WINDOW)]
    limit = max(level) * 10 ** (REST_DEPTH_DB / 20)
    sounding = [index for index, value in enumerate(level) if value >= limit]
    gaps = [(a, b) for a, b in zip(sounding, sounding[1:]) if (b - a - 1) * WINDOW >= SHORTEST_REST * RATE]
    # Some voices end with a faint click: behind a rest there must be speech.
    while gaps and max(level[gaps[-1][1] :]) < max(level) * 10 ** (CLICK_DB / 20):
        gaps.pop()
    if not gaps:
        return None
    return (gaps[-1][0] + 1) * WINDOW, gaps[-1][1] * WINDOW


def record(voice, language, words):
    """The sound of a recording."""
    text = voice.read(words)
    if words[-1] in ".?!":
        return voice.say(text)
    # A voice dwells on what stands before a comma. A word or two of a number must go on, as they do within it; the name of a
    # letter is short enough.
    length = BRISK if len(words.split()) <= 2 and len(words) > 1 else 1.0
    for pause in [", ", ": ", "... "]:
        sound = voice.say(text + pause + CARRIER[language] + ".", length)
        found = rest(sound)
        if found:
            return sound[: sum(found) // 2]
    sys.exit(f"render.py: no rest was found behind '{words}'; choose another carrier")


def write(path, samples):
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def main():
    language, script, folder = sys.argv[1], sys.argv[2], sys.argv[3]
    voice = {"en": Flite, "es": Pico}[language]()
    if script == "--read":
        sound = array.array("h")
        for line in open(folder, encoding="utf-8"):
            if line.strip():
                sound.extend(voice.say(voice.read(line.strip())))
        return write(sys.argv[4], sound)
    for line in open(script, encoding="utf-8"):
        name, _, spoken = line.rstrip("\n").split("\t")
        path = os.path.join(folder, name + ".wav")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write(path, record(voice, language, spoken))


if __name__ == "__main__":
    main()
