import CallReports
import CallSession
import CardData
import JSONText
import PaymentCall
import Prompts
import Settings

extension ScenarioKeys {
    static let scenario = ScenarioKeys(
        id: "scenario", title: "A scenario",
        head:
            "A file has one mapping. It needs `name`, one of `steps`, `keys` and `audio`, and something that is expected.",
        keys: [
            Key("name", text, "what the scenario shows, in a line"),
            Key("description", text, "more about it, for the gallery"),
            Key("tags", any(text, list), "words by which `--tag` selects"),
            Key("skip", text, "why it is not run; reports show the reason"),
            Key("known-failure", text, "why it must fail; one that passes fails the run"),
            Key(
                "include", any(text, list),
                "files whose keys stand where this one has none; their `variables` are added. Seen from the file's folder"
            ),
            Key("variables", texts, "texts for `${name}` in all values below; one may be made of those before it"),
            Key(
                "examples", any(text, array(texts)),
                "rows of variables, or a CSV file whose first line has their names: a scenario each, called by its `name`"
            ),
            Key(
                "matrix", .members(["type": .string("object"), "additionalProperties": list]),
                "lists of values by variable: a scenario for every combination, of each example"),
            Key("plan", text, "a [call plan](plans.md), a file; without it the payment call alone"),
            Key(
                "settings", any(text, .members(["type": .string("object")])),
                "a mapping as in [settings.md](settings.md), or a file of them"),
            Key(
                "accounts", any(text, array(.members(["type": .string("object")]))),
                "a list of accounts, or a file of them"),
            Key("call", section("call"), "what comes with the call"),
            Key("agent", text, "what the agent does in a call with `keys` or `audio`: moves with `;` between them"),
            Key("agent-cancels-at", number, "seconds after the answer at which the agent cancels the payment"),
            Key("steps", array(any(section("step"), choice(["hang-up"]))), "what is done and expected, in order"),
            Key(
                "reaction", number, "seconds that the caller of `steps` takes to act on what they have waited for (0.3)"
            ),
            Key(
                "keys", text,
                "instead of steps: keys `0-9 * # A-D`, `w` 0.5 s, `W` 1 s, `>` until the prompt now playing is over, `!` hangs up"
            ),
            Key("audio", text, "instead of steps: a sound file with the caller's keys"),
            Key("caller-channel", whole, "the channel of `audio`, from 0; else the one with the most keys"),
            Key(
                "timing", choice(CallerTiming.allCases.map(\.rawValue)),
                "of `audio`: `elastic` stretches and cuts its silences so that it answers when it is asked, see [sound.md](sound.md)"
            ),
            Key("line", section("line"), "the line of a caller who sends sound; with it typed keys are tones too"),
            Key("hang-up-at-end", bool, "`true`: the caller hangs up when keys, recording or steps end"),
            Key("expect", section("expect"), "what must come of the call"),
            Key("transcript", text, "a file that holds the transcript the call must have; `--update` writes it"),
        ])

    static let call = ScenarioKeys(
        id: "call", title: "call: what comes with the call", head: "Named as the options of `ivrpay call`.",
        keys: [
            Key("mode", choice(CallMode.allCases.map(\.rawValue)), "`automated` or `assisted`"),
            Key("caller", text, "the caller's number"),
            Key("account", text, "the account is known: the PIN alone is asked"),
            Key("identified", bool, "`true`: neither account nor PIN is asked"),
            Key("balance", text, "what is due, instead of the account's balance"),
            Key("amount", text, "what is paid; it is not asked"),
            Key("tokenize", bool, "`true`: what is paid with is stored, nothing is charged"),
            Key("currency", text, "the currency of amounts, such as `USD`"),
            Key("reference", text, "the payment reference"),
            Key("language", text, "the language, as a tag or its first part: `es`; it is not asked"),
            Key("method", choice(PaymentMethod.allCases.map(\.rawValue)), "`card` or `bank-account`; it is not asked"),
            Key(
                "token", text,
                "a card that the gateway keeps, by a published test token, `tok_visa`, or a token of your own gateway with brand and last digits: `tok_abc=visa-4242`"
            ),
            Key("give", texts, "fields that are not asked, with their digits: `{ postal-code: \"94110\" }`"),
            Key("parameters", texts, "what goes to the gateway too: `{ campaign: spring }`"),
            Key("data", texts, "values of the plan's data sources with `from: given`: `{ account: \"10023\" }`"),
            Key("today", text, "the date, `2026-01-01` unless given"),
            Key("seed", whole, "a number that makes noise, call ids and references differ"),
        ])

    static let step = ScenarioKeys(
        id: "step", title: "steps: one thing each",
        head: "An item of `steps` has one of these keys.",
        keys: [
            Key("expect", section("expect-step"), "something must happen, or be so; the step waits for it"),
            Key("press", any(text, section("press")), "the caller presses keys; as text, or with how they are pressed"),
            Key("play", any(text, section("play")), "the caller sends sound: a file, or keys as tones"),
            Key("speak", any(text, section("speak")), "the caller speaks, or something sounds: a file, or noise"),
            Key("say-nothing-for", number, "the caller does nothing for so many seconds"),
            Key("hang-up", bool, "the caller hangs up; `- hang-up` alone says it too"),
            Key(
                "agent", text,
                "one move of the agent, now: `pay AMOUNT [REFERENCE]`, `cancel`, `back` (waits until the agent has the caller), `done`. An agent who is told what to do waits otherwise"
            ),
            Key(
                "include", any(text, .members(["type": .string("object")])),
                "the steps of a file, here; or `{ file: F, with: { name: text } }`"),
        ])

    static let press = ScenarioKeys(
        id: "press", title: "press: how keys are pressed",
        head:
            "With anything but `keys`, `on` and `off` they are sounded as tones, and all of `line` below may be given too.",
        keys: [Key("keys", text, "the keys, as in a scenario's `keys`")] + keying + damage)

    static let play = ScenarioKeys(
        id: "play", title: "play: sound of the caller",
        head: "Either `file` or `keys`; all of `line` below may be given too.",
        keys: [
            Key("file", text, "a sound file"), Key("channel", whole, "its channel, from 0; the first unless given"),
            Key("gain", number, "amplified by so many dB"), Key("keys", text, "keys as tones"),
        ] + keying + damage)

    static let speak = ScenarioKeys(
        id: "speak", title: "speak: sound that is no key",
        head: "Either `file` or `noise`; all of `line` below but `noise` may be given too.",
        keys: [
            Key("file", text, "a sound file"), Key("channel", whole, "its channel, from 0; the first unless given"),
            Key("gain", number, "amplified by so many dB"), Key("noise", number, "white noise for so many seconds"),
            Key("level", number, "its level, dBm0 (-30)"),
        ] + damage.filter { $0.name != "noise" })

    private static let keying = [
        Key("on", number, "how long a key lasts, ms (100)"), Key("off", number, "the pause behind it, ms (100)"),
        Key("level", number, "level of the louder tone, dBm0 (-10)"),
        Key("twist", number, "high group minus low group, -20 to 20 dB (0)"),
        Key("frequency-error", number, "both tones off by -4 to 4 percent (0)"),
        Key("doubled", any(whole, array(whole)), "keys that sound twice, by their places from 1"),
        Key("dropped", any(whole, array(whole)), "keys that do not sound, by their places from 1"),
    ]

    private static let damage = [
        Key("clip", levelOrNone, "amplified by so many dB and clipped at full scale"),
        Key("echo", text, "once more, so much later at that level: `120@-10` (ms, dB)"),
        Key("hum", text, "mains hum: `50@-30` (Hz, dBm0)"),
        Key("dial-tone", levelOrNone, "350 and 440 Hz at that level, dBm0"),
        Key("steady", text, "tones that never stop: `425@-20` (Hz with `+` between them, dBm0)"),
        Key("noise", levelOrNone, "white noise, dBm0"), Key("clicks", text, "so many a second: `5@-10` (dBm0)"),
        Key("companding", choice(["mu-law", "a-law", "none"]), "the codec of the line, G.711: `mu-law` or `a-law`"),
        Key("slips", text, "pieces dropped or said twice: `2@5` (a second, ms)"),
        Key("jitter", levelOrNone, "packets of 20 ms held up by so many ms on average, before a buffer of 60 ms"),
        Key(
            "loss", any(levelOrNone, .members(["type": .string("object")])),
            "packets lost, percent; or `{ percent: 5, frame: 20, burst: 2, fill: zeros }` (ms, packets, `zeros` or `last-frame`)"
        ),
    ]

    static let line = ScenarioKeys(
        id: "line", title: "line: what happens to sound",
        head:
            "Done in this order. `none` stands for a key that is not given, so that a matrix may have a clean line in it.",
        keys: damage + [
            Key(
                "prompt-echo", text,
                "of the whole call only: prompts come back on the caller's leg, `120@-10` (100 to 1000 ms, dB)"),
            Key("rate", whole, "of the whole call only: samples a second (8000)"),
        ])

    static let expectStep = ScenarioKeys(
        id: "expect-step", title: "expect, as a step: what is waited for",
        head: """
            One of these, or keys of `expect` at the end, which wait until the call is over (`prompts`, `never`, `recording` and \
            `no-card-digits` alone do not: they are looked at when it is). A step looks at what no step before it \
            has looked at, in its order.
            """,
        keys: [
            Key("prompt", text, "this prompt begins; `plan/STEP` is what a step of a plan says"),
            Key("words", text, "a prompt with these words in it begins"),
            Key(
                "asked", text,
                "it is the caller's turn to answer this question, a field, `confirm-FIELD`, `repeat-FIELD` or a step of the plan: its prompt is over"
            ),
            Key("silence", number, "no prompt plays for so many seconds"),
            Key("digits", text, "these digits have been keyed for `field`, which shows them"),
            Key("count", whole, "so many digits have been keyed for `field`"),
            Key("field", text, "the field of `digits`, `count` or `state`"),
            Key("state", choice(FieldState.allCases.map(\.rawValue)), "where `field` stands"),
            Key(
                "event", choice(EventNames.all), "this event of [events.md](events.md), with any of what belongs to it"),
            Key("timer", choice(CallTimer.allCases.map(\.rawValue)), "this timer runs out"),
            Key("gateway", section("gateway"), "the gateway is asked for this"),
            Key("segment", text, "this part of the call begins, or this step of the plan"),
            Key("transfer", .members([:]), "the caller is handed on: any of `kind`, `target`, `reason`"),
            Key("agent-has-caller", bool, "`true`: the agent has the caller"),
            Key("within", number, "how many seconds it may take from here (60; 600 for the end of the call)"),
            Key(
                "capture", texts,
                "with `event`: keeps what belongs to it for later texts: `{ id: transactionId }`, then `${id}`"),
        ])

    static let gateway = ScenarioKeys(
        id: "gateway", title: "gateway: what it is asked for",
        head: "As the request has it, card data masked; or `none`.",
        keys: [
            Key("amount", text, "as `120.00 USD`"), Key("brand", text, "the card's brand"),
            Key("masked-pan", text, "the number of the card or bank account, masked"),
            Key("method", text, "`card` or `bank-account`"), Key("reference", text, "the payment reference"),
            Key("token", text, "the token that is charged"), Key("account", text, "the account that is paid for"),
            Key("try", text, "which try under one transaction id, from 1"),
            Key("stores-only", text, "`true` where nothing is charged"),
        ])

    static let expect = ScenarioKeys(
        id: "expect", title: "expect: what must come of the call",
        head:
            "A scenario with `keys` or `audio` needs `result`. The result of a call with a plan is that of its last payment; `transfer` is the plan's own.",
        keys: [
            Key(
                "result", choice(Outcome.allCases.map(\.rawValue)),
                "how it ended; `no-payment` for a plan that ended without one"),
            Key("reason", text, "the result's reason, or `none`"),
            Key(
                "transfer", .members([:]),
                "`none`, or any of `kind` (queue, agent, number, payment-link, callback), `target`, `reason`"),
            Key("prompts", list, "these prompts began in this order; others may stand between"),
            Key("never", list, "these prompts did not begin"),
            Key("declines", list, "exactly these, in order; `[]` for none"),
            Key("amount", text, "`120.00 USD`, or `none`"), Key("brand", text, "the card's brand, or `none`"),
            Key("masked-pan", text, "the card's number, masked, or `none`"),
            Key("account", text, "the account, or `none`"),
            Key("reference", text, "the reference, or `none`"),
            Key("method", text, "`card` or `bank-account`, or `none`"),
            Key("token", text, "the token, or `none`"),
            Key("gateway-values", texts, "exactly what the gateway gave back beside its answer"),
            Key("gateway-requests", whole, "how often the gateway was asked to charge, tries counted"),
            Key("segments", list, "these parts of the call in this order; others may stand between"),
            Key("steps", list, "the plan's steps in this order; others may stand between"),
            Key("data", texts, "these data sources have these values at the end, as they may be shown"),
            Key("payments", list, "exactly the results of the call's payments, in order; `[]` for none"),
            Key("at-most-seconds", number, "the call took no longer, in media time"),
            Key(
                "recording", choice(["masked"]),
                "`masked`: no key can be decoded from a recording of the call, on either leg"),
            Key("no-card-digits", bool, "`true`: no digit of the card stands in events, transcript or result"),
        ])

    static let included = ScenarioKeys(
        id: "part", title: "A file of steps",
        head: "What `include` in `steps` names. In folders of the name `parts` `replay` does not look for scenarios.",
        keys: [
            Key("name", text, "what the steps do"), Key("description", text, "more about it"),
            Key("variables", texts, "values of variables that nobody else gives"),
            Key("steps", array(any(section("step"), choice(["hang-up"]))), "the steps"),
        ])
}
