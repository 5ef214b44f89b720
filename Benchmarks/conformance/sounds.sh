#!/usr/bin/env bash
# Makes hours of sound without a digit: sounds.sh FOLDER HOURS [SPEED...]
#
# FOLDER/speed-1/SOURCE/NNN.wav (8 kHz, 16 bits, mono, at most half an hour each), listed in FOLDER/speed-1/SOURCE.list;
# for each SPEED what is spoken and sung again, played faster or slower, in FOLDER/speed-SPEED. What is there already is
# kept, so a second run costs nothing and a longer one only the rest. More than half of the hours are read by synthetic
# voices (the Debian handbook in many languages, with numbers and sentences of banks between), the rest is recorded
# speech, song, music and noise.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
hours=$2
shift 2
packages=$folder/packages text=$folder/text
partial=$(mktemp -d)
trap 'rm -rf "$partial"' EXIT

programs=(sox libsox-fmt-all flite espeak-ng festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts
  festvox-italp16k)
# Packages whose files alone are wanted; they are unpacked, not installed.
recorded=(asterisk-core-sounds-{en,es,fr,it,ru}-wav klettres-data)
music=(wesnoth-1.16-music hyperrogue-music singularity-music planetblupi-music-ogg asc-music
  fretsonfire-songs-muldjord fretsonfire-songs-sectoid)

prepare() {
  local package language
  "$here/../install.sh" "${programs[@]}"
  [ -e "$folder/.prepared" ] && return
  mkdir -p "$packages" "$text"
  for package in "${recorded[@]}" "${music[@]}" debian-handbook; do
    [ -e "$packages/$package" ] && continue
    (cd "$partial" && apt-get download -qq "$package" 2>/dev/null && dpkg-deb -x "$package"_*.deb unpacked && rm ./*.deb)
    mv "$partial/unpacked" "$packages/$package"
  done
  for language in "$packages"/debian-handbook/usr/share/doc/debian-handbook/html/*-*; do
    # Tags and entities go; what is left is one long paragraph, in lines of about 200 bytes.
    find "$language" -name '*.html' ! -name index.html | sort | xargs cat | tr '\n' ' ' |
      sed 's/<[^>]*>/ /g; s/&[#a-z0-9]*;/ /g' | tr -s ' ' | fold -s -w 200 >"$text/${language##*/}"
  done
  touch "$folder/.prepared"
}

# portion LANGUAGE START LINES: lines of the text from line START on, round and round; after every fourth, numbers.
portion() {
  local total
  total=$(wc -l <"$text/$1")
  cat "$text/$1" "$text/$1" | tail -n +$(($2 % total + 1)) | head -n "$3" | awk -v seed="$2" -v english="${1%-US}" '
    function digits(count,  s) { while (count--) s = s int(rand() * 10); return s }
    BEGIN { srand(seed) }
    { print }
    NR % 4 == 0 && english == "en" {
      print "\nPlease enter account " digits(5) ", then press pound. Your balance is " int(rand() * 5000) " dollars and " \
        int(rand() * 100) " cents, due on 0" int(rand() * 9 + 1) "/20" digits(2) ".\n"
    }
    NR % 4 == 2 { print "\n" digits(4) " " digits(4) " " digits(4) " " digits(4) ". " int(rand() * 1e6) ".\n" }'
}

# Each of these makes part $1 (a number) of its source as the file $2, of any rate; false when there is no more.

flite() {
  local voices=(slt rms awb kal kal16) stretches=(1.0 0.85 1.2 1.05) pitches=("" 95 180 130 240 75 210)
  local pitch=${pitches[$1 % 7]}
  portion en-US $(($1 * 120)) 120 >"$partial/text"
  command flite -voice "${voices[$1 % 5]}" --setf duration_stretch="${stretches[$1 % 4]}" \
    ${pitch:+--setf int_f0_target_mean=$pitch} -f "$partial/text" -o "$2"
}

festival() { # shorter parts, as it keeps all of one in memory
  local voices=(kal_diphone:en-US ked_diphone:en-US cmu_us_slt_arctic_hts:en-US lp_diphone:it-IT
    pc_diphone:it-IT) stretches=(1.0 1.15 0.9 1.3 0.8)
  local voice=${voices[$1 % 5]}
  portion "${voice#*:}" $((2000 + $1 * 40)) 40 >"$partial/text"
  # The Italian voices give up at numbers with a leading zero and at signs.
  [ "${voice#*:}" = en-US ] || { iconv -c -f UTF-8 -t ASCII//TRANSLIT "$partial/text" | tr -cd 'A-Za-z .,\n' >"$partial/plain"
    mv "$partial/plain" "$partial/text"; }
  text2wave -eval "(begin (voice_${voice%:*}) (Parameter.set 'Duration_Stretch ${stretches[$1 % 5]}))" \
    "$partial/text" -o "$2" >/dev/null 2>&1
}

espeak() {
  local languages=(en-US:en-us de-DE:de fr-FR:fr es-ES:es it-IT:it ru-RU:ru pl-PL:pl cs-CZ:cs nl-NL:nl sv-SE:sv
    pt-BR:pt-br tr-TR:tr da-DK:da el-GR:el hr-HR:hr ca-ES:ca ro-RO:ro id-ID:id nb-NO:nb en-US:en-gb)
  local variants=("" +f1 +m2 +klatt +f3 +croak +Alicia +m7 +robosoft +f5 +whisper +grandma +klatt4 +Mario +steph
    +UniRobot +m4 +linda +whisperf +f2 +grandpa +Denis +anika) pitches=(50 25 75 40 99 60 10) speeds=(160 130 200 230 100)
  local language=${languages[$1 % 20]}
  portion "${language%:*}" $((4000 + $1 * 130)) 130 >"$partial/text"
  espeak-ng -v "${language#*:}${variants[$1 % 23]}" -p "${pitches[$1 % 7]}" -s "${speeds[$1 % 5]}" -f "$partial/text" -w "$2"
}

# The two voices of the shipped prompts, read as they are for these.
rms() { prompted en en-US "$@"; }
pico() { prompted es es-ES "$@"; }

prompted() { # LANGUAGE TEXT PART FILE
  portion "$2" $((8000 + $3 * 120)) 120 >"$partial/text"
  "$here/../../prompts/voices.sh" "$folder"
  PYTHONPATH=$folder/python python3 "$here/../../prompts/render.py" "$1" --read "$partial/text" "$4"
}

song() { # festival sings: notes from C3 to B5, the words of the handbook
  portion en-US $((6000 + $1 * 15)) 15 | tr -cs 'A-Za-z' '\n' | grep -E '^[a-zA-Z]{2,9}$' | awk -v seed="$1" '
    BEGIN { srand(seed); split("C D E F G A B", step, " ")
      print "<?xml version=\"1.0\"?>\n<!DOCTYPE SINGING PUBLIC \"-//SINGING//DTD SINGING mark up//EN\" \"Singing.v0_1.dtd\" []>"
      print "<SINGING BPM=\"" 70 + int(rand() * 90) "\">" }
    { print "<PITCH NOTE=\"" step[1 + int(rand() * 7)] 3 + int(rand() * 3) "\"><DURATION BEATS=\"" \
        (1 + int(rand() * 4)) / 2 "\">" $0 "</DURATION></PITCH>" }
    END { print "</SINGING>" }' >"$partial/song.xml"
  local voices=(kal_diphone ked_diphone)
  text2wave -mode singing -eval "(voice_${voices[$1 % 2]})" "$partial/song.xml" -o "$2" >/dev/null 2>&1
}

noise() {
  local kinds=(whitenoise pinknoise brownnoise) levels=(-20 -10 -35)
  sox -V1 -R -n -r 8000 -b 16 "$2" synth 1800 "${kinds[$1 % 3]}" gain "${levels[$1 / 3 % 3]}"
}

recorded() { joined "$1" "$2" "${recorded[@]}"; }
music() { joined "$1" "$2" "${music[@]}"; }

# joined PART FILE PACKAGE...: half an hour of all the sound files of packages, one after the other. Their order is
# mixed, always in the same way, so that few hours have something of each.
joined() {
  local part=$1 out=$2 all=$folder/$source.joined.wav file
  shift 2
  if [ ! -e "$all" ]; then
    (cd "$packages" && find "$@" -name '*.wav' -o -name '*.ogg' -o -name '*.mp3') |
      sort -R --random-source=/dev/zero | while read -r file; do
      sox -V1 -R -G "$packages/$file" -t raw -r 8000 -b 16 -c 1 -e signed - || true
    done | sox -t raw -r 8000 -b 16 -c 1 -e signed - "$partial/all.wav"
    mv "$partial/all.wav" "$all"
  fi
  sox -V1 "$all" "$out" trim $((part * 1800)) 1800
  [ "$(stat -c %s "$out")" -gt 100000 ]
}

# fill SOURCE PERCENT: parts of a source until it has its share of the hours.
fill() {
  source=$1
  local target=$((hours * 36 * $2 * 16000)) part=0 bytes=0 name
  mkdir -p "$folder/speed-1/$source"
  : >"$partial/list"
  while ((bytes < target)); do
    name=$(printf '%s/speed-1/%s/%03d.wav' "$folder" "$source" "$part")
    if [ ! -e "$name" ]; then
      "$source" "$part" "$partial/made.wav" || break
      sox -V1 -R -G "$partial/made.wav" -r 8000 -b 16 -c 1 "$partial/8000.wav" trim 0 1800
      [ "$(stat -c %s "$partial/8000.wav")" -gt 100000 ] || { echo "$source made nothing of part $part" >&2; exit 1; }
      mv "$partial/8000.wav" "$name"
    fi
    bytes=$((bytes + $(stat -c %s "$name")))
    part=$((part + 1))
    echo "$name" >>"$partial/list"
  done
  mv "$partial/list" "$folder/speed-1/$source.list"
}

# played SPEED: all that is spoken or sung again, faster or slower.
played() {
  local source list file copy
  for source in recorded espeak flite song festival; do
    list=$folder/speed-1/$source.list
    mkdir -p "$folder/speed-$1/$source"
    while read -r file; do
      copy=$folder/speed-$1/$source/${file##*/}
      [ -e "$copy" ] && continue
      sox -V1 -R -G "$file" -r 8000 -b 16 "$partial/copy.wav" speed "$1"
      mv "$partial/copy.wav" "$copy"
    done <"$list"
    sed "s,^$folder/speed-1/,$folder/speed-$1/," "$list" >"$folder/speed-$1/$source.list"
  done
}

prepare
fill recorded 15
fill music 20
fill noise 5
fill espeak 28
fill flite 18
fill song 3
fill festival 11
# Beside these, a quarter of the hours each.
fill rms 25
fill pico 25
for speed in "$@"; do played "$speed"; done
