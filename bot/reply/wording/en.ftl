# Everything that Ringkas says, in English. Syntax: https://projectfluent.org/fluent/guide/
#
# Plain text without markup; bot/reply/render.py escapes it. Another language is another file of this kind
# beside this one, named by its ISO 639 code, with the same messages and the same variables.
# Tone: a careful newsroom colleague. Short; says what happened, then what to do next.

## Dates and times (patterns: https://unicode.org/reports/tr35/tr35-dates.html#Date_Field_Symbol_Table)

date-pattern = d MMMM y
time-pattern = h:mm a
# $hours: difference from Greenwich time, a number. $gmt: the same, written out: "GMT+7".
zone = ({ $gmt })
moment = { $date }, { $time }
moment-zoned = { $date }, { $time } { $zone }

## Marks and joints

spoken-by = — { $speaker }
# $role: what the article says the speaker is, in a few words
spoken-by-with-role = — { $speaker }, { $role }
# The article names nobody; $mention are its words for the speaker, in a translation where one holds.
spoken-by-unnamed = — not named; the article says “{ $mention }”
# After an original that stands among translations: no translation of it could be trusted.
not-translated = (not translated)
name-with-original = { $name } ({ $original })
and-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}

## First words

start =
    Send me a news article in Indonesian or English: paste it, forward it, or send its link or a file (.txt, .html, .pdf, .docx). I answer with a brief in { $language }: the headline, a summary, the key quotes with their speakers, and the people, organisations and places it names.

    Every translated sentence can be shown beside its original.

    /settings changes the language, the length and what is shown, /help says more.
help =
    I am Ringkas, a bot that makes short briefs of news articles. I am a program: I answer articles, not questions.

    What to send: an article in Indonesian or English as pasted text, a forwarded message, a link, or a file (.txt, .html, .pdf, .docx).

    What comes back: headline, summary, key quotes and names in { $language }. The summary consists of the article's own sentences, translated, as many as tell the story; nothing is invented. An article of two or three sentences comes back whole. The buttons below it show the full translation, the originals beside their translation, and a shorter or longer summary.

    In a group: reply to an article with /ringkas, or write /ringkas and the link in one message. My name does as well as the command.

    If a page cannot be opened, copy its text and paste it here.

    /settings – language, length, and what a brief shows
    /language – language of the brief
    /length – length of the summary
    /today – what has been read here today
    /forget – delete what is kept of this chat
    /about – how it works, and where your text goes
# A command that is none of ours
unknown-command = I do not know that command. /help says what I can do.
about =
    Ringkas (Indonesian for “concise”) runs on its operator's own machine. The text you send is summarised and translated there and is not passed to any other service. A link is fetched from its website, as a browser would.

    The summary is made of sentences taken from the article. Translation is by machine: before you quote it, compare it with the original under “With originals”.
# Below `start`, where a link or button led here with a promise that cannot be kept
start-outdated = The link that brought you here is no longer good. Send me the article itself.
# In inline mode, on a button over the results
inline-hint = Paste the link of an article
inline-read = Read this article in my private chat
inline-too-long = Too long a link. Send it in my private chat
inline-nothing = You have read nothing like that. Paste a link
group-help =
    In a group, reply to an article with /ringkas, or write /ringkas and the link in one message. My name does as well as the command.
# The first words in a group. $language: of the briefs. $sees: all, or addressed
group-greeting = { $sees ->
    [all] I turn Indonesian and English news articles into briefs in { $language }. Reply to an article with /ringkas, or write /ringkas and its link. I can see every message here, but read and write down only what is addressed to me. An administrator may have the link of every article answered: /settings.
   *[addressed] I turn Indonesian and English news articles into briefs in { $language }. Reply to an article with /ringkas, or write /ringkas and its link. I see only what is addressed to me: commands, my name, and replies to my messages.
}

## Small talk

# What people say who want no brief, between commas; said, not shown. That something did not work, a wish for
# another language or length, thanks, a request for help, a greeting, approval; and what goes along with these
said-trouble = does not work, doesn't work, not working, it failed, failed, error, why can't you, can't open it, nothing happens, broken
said-language = in english, in indonesian, english please, indonesian please, another language, change language, translate, translate it, translate this
said-length = shorter, longer, make it shorter, make it longer, too long, too short, shorten it
said-thanks = thanks, thank you, thankyou, thx, tx, ty, many thanks, cheers, much appreciated, appreciate it
said-help = help, help me, how does this work, how do you work, how do I use this, what can you do, what is this, who are you, what are you
said-greeting = hello, hi, hey, hiya, good morning, good afternoon, good evening, good day, morning, evening, greetings
said-fine = ok, okay, k, alright, all right, got it, great, good, nice, cool, perfect, excellent, awesome, well done, good job, great job, nice work, very good, wow, yes, yep, yup, sure, no problem, noted
said-besides = why, it, this, that, a lot, a bunch, so much, very much, again, for this, for that, for your help, for the help, for the summary, for the brief, there, all, everyone, bot, ringkas, mate, man, sir, friend, then, just, please, and
# To words in answer to a brief that are no article
remark = I cannot act on remarks or answer questions about a brief. The buttons under it make it longer or shorter, put it into another language, show all of the article in translation, and tell my operator what was wrong. To have another article read, send it whole, or its link.
# To thanks, where no reaction can be set
welcome = You are welcome.
# To "it does not work", and to a wish for another language or length, said in words
trouble = I cannot tell from that what went wrong. Send the article once more: its text, its link, or a file (.txt, .html, .pdf, .docx). If a page cannot be opened, copy its text and paste it here.
language = “{ button-lang }” under a brief puts it into another language. For all that follow, and for what I say myself: /language and /settings.
length = “{ button-less }” and “{ button-more }” under a brief change its length. For all that follow: /length.
# To a greeting in a private chat
greeting = Hello. Send me a news article as text, as a link or as a file, or forward it, and you get a brief of it. /help says more.

## What a group has had already

# A link follows, with the headline or with pointer-title
pointer = The brief of this article is here already:
pointer-title = to the brief
# In answer to that brief
pointer-above = The brief of this article is here already: this message answers it.
button-again = New brief

## Deleting

# $whose: own, or group
forget-ask = { $whose ->
    [group] This deletes what I keep of this group: its briefs, its settings, and the messages that were sent to me. The buttons under earlier briefs stop working. It cannot be undone.
   *[own] This deletes what I keep of you: the briefs in this chat, your settings, and the messages that you sent me, in groups too. The buttons under earlier briefs here stop working. It cannot be undone.
}
button-forget = Delete all
button-keep = Keep it
# $digests, $requests: how many
forget-done = Deleted: the settings, { $digests ->
    [one] one brief
   *[other] { $digests } briefs
} and { $requests ->
    [one] one message
   *[other] { $requests } messages
} to me.
forget-not-done = Nothing was deleted.
# Pops up: at most 200 characters
forget-refused = Only an administrator of this group can have its data deleted.

## Settings

# $wanted: what was asked for and cannot be had
language-unknown = I have no briefs in “{ $wanted }”.
length-unknown = “{ $wanted }” is no length: a summary has 1 to { $most } sentences, or “{ button-length-free }”.
# What people say for as many sentences as the story needs, between commas; said, not shown
said-as-needed = auto, automatic, default, as needed
# $language: the language now chosen
language-ask =
    The brief is now in { $language }. Which language would you like?
# Only one language can be had
language-only = Briefs can be had in { $language } only: no other translation package is installed here.
# $count: a number, or free: as many as tell the story. $short, $medium, $long: sentences of these lengths
length-ask = { $count ->
    [free] The summary now has as many sentences as the story needs.
    [one] The summary now has one sentence.
   *[other] The summary now has { $count } sentences.
} How long would you like it? Short is { $short } sentences, medium { $medium }, long { $long }. For any other number up to { $most }, write it after /length.
parts-ask = What should a brief show under its headline? With the originals, each translated sentence has its original beneath it.
interface-ask = In which language should I speak, apart from the briefs?
mode-ask =
    When should I answer?

    When asked: to /ringkas, to my name, and to replies to me.
    Every link: also to each link to an article that somebody posts.
# The bot cannot read what is not addressed to it
mode-blind = In this group I see only what is addressed to me, so that other links pass me by. To have every link answered, make me an administrator; no right is needed. Or my operator turns privacy mode off with @BotFather and takes me into the group anew.

# The panel of /settings. $whose, here and below: own (a private chat), group (as a whole), or topic (of a group)
settings-title = { $whose ->
    [group] Settings of this group
    [topic] Settings of this topic
   *[own] Settings
}
# One choice in words: $label is one of the five below
settings-line = { $label }: { $value }
settings-language = Language of briefs
settings-length = Length of summaries
settings-parts = Shown
settings-interface = I speak
settings-mode = I answer
# After what a topic has from its group, in brackets
settings-inherited = as in the group
length-name = { $count ->
    [free] as needed
    [one] one sentence
   *[other] { $count } sentences
}
part-summary = summary
part-quotes = key quotes
part-entities = names
part-originals = originals beneath
parts-none = the headline alone
interface-own = { $whose ->
    [own] the language of your Telegram
   *[group] each reader's own language
}
mode-quiet = when asked
mode-links = every link to an article
# Pop up over the chat, alone or one after the other: at most 200 characters
settings-saved = { $whose ->
    [group] Saved for this group.
    [topic] Saved for this topic.
   *[own] Saved.
}
language-saved = Briefs will be in { $language }.
length-saved = { $count ->
    [free] Summaries will have as many sentences as the story needs.
    [one] Summaries will have one sentence.
   *[other] Summaries will have { $count } sentences.
}
# $all: yes, where everything goes back to the group's choice; no, where one thing does
inherited-saved = { $all ->
    [yes] Everything is as in the group again.
   *[no] It is as in the group again.
}
# Somebody who may not change them. Pops up too; or stands below what is chosen
settings-admins = Only administrators of this group can change its settings. The buttons under a brief are there for everyone, and in a private chat with me the settings are your own.
settings-outdated = This panel no longer fits what there is to choose. Send /settings for a new one.
settings-closed = To change this, write /settings.
# On buttons: at most about 18 characters, two stand side by side on a phone
button-settings-language = Language
button-settings-length = Length
button-settings-parts = What is shown
button-settings-interface = I speak
button-settings-mode = When I answer
button-part-summary = Summary
button-part-quotes = Key quotes
button-part-entities = Names
button-part-originals = Originals
# Alone in their rows
wide-interface-own = { $whose ->
    [own] The language of my Telegram
   *[group] Each reader's own language
}
wide-mode-quiet = When asked
wide-mode-links = Every link to an article
wide-scope-group = Change it for the whole group
wide-scope-topic = Change it for this topic only
wide-as-group = As in the whole group
wide-all-as-group = Everything as in the whole group
button-back = ‹ Back
button-close = Close

## While it works

working-reading = Reading the article …
# Of a story on several pages
working-page = Reading the article … page { $number } of { $count }
working-summarising = Choosing the key sentences …
working-translating = Translating …
working-translated = Translating … { $done } of { $count } sentences
already-working = I am still working on this one.

## Several links in one message

# $count: links that are being read
list-reading = Reading { $count } links …
# $read: how many could be read, a number or all; $count: how many there were. Numbered buttons stand below.
list-done = { $read ->
    [all] { $count ->
        [2] Both links are read. Press a number for its brief.
       *[other] All { $count } links are read. Press a number for its brief.
    }
    [0] None of these { $count } links could be read. Paste an article's text instead.
   *[other] { $read } of { $count } links could be read. Press a number for its brief.
}
# $count: links in the message; $most: how many were read
list-more = Your message has { $count } links; these are the first { $most }.
# After a link, in italics
link-waiting = waiting
link-reading = reading …
# $number: of the line above
link-same = the same article as { $number }
# After a link that could not be read: a few words
why-not = { $why ->
    [gone] no such page
    [refused] the website does not let me in
    [crowded] the website is too busy just now
    [broken] a fault of the website
    [silent] no answer
    [unreachable] the website cannot be reached
    [unsafe] not a public page of the web
    [large] too large
    [language] in a language that I do not read
    [index] a list of headlines
    [paywall] for subscribers only
    [error] an error page
    [wall] the website keeps programs out
    [video] a video
    [live] a running report
    [photos] pictures
    [file] a file that I cannot read
    [no-article] no article there
   *[other] could not be read
}
# On a button that was pressed before, in a group. Pops up: at most 200 characters
brief-above = That brief stands in this chat already.

## The list of a day

# $day: the date; $count: articles
today = { $day }: { $count ->
    [one] one article
   *[other] { $count } articles
} so far. Press a number for its brief.
# Above the articles shown
today-earlier = { $count ->
    [one] One earlier one is left out.
   *[other] { $count } earlier ones are left out.
}
# Below the list in a topic of a group
today-one-topic = This topic only. In General, /today lists the whole group.
# Above the articles of the topic that every group with topics has, as Telegram names it; of one without a name
topic-general = General
topic-unnamed = Another topic
today-nothing = Nothing has been read here today. Send me articles, or their links, and they will be listed here.
today-nothing-in-group = Nothing has been read here today. What you ask for with /ringkas will be listed here.

## Under a digest

# On buttons: at most about 18 characters, two stand side by side on a phone
button-full = Full translation
button-orig = With originals
# Turn a full translation over: the numbers of the sentences are the same on both sides
button-side-original = ⇄ Original sentences
button-side-translation = ⇄ Translation
button-less = Shorter
button-more = Longer
# Beside one another under the question for the length
button-length-free = As needed
button-length-one = One sentence
button-length-short = Short
button-length-medium = Medium
button-length-long = Long
# What is done with a brief, all on buttons: a tongue, everything else, a quotation alone
button-lang = 🌐 Language
button-menu = More …
button-quotes = ❝ Quote
button-names = All names
button-share = ↗ Share
button-good = 👍 Good
button-wrong = 👎 Wrong
# What was wrong with a brief
button-fault-translation = Translation
button-fault-summary = Summary
button-fault-speaker = Speaker
button-fault-names = Names
button-fault-other = Something else
# Pop up over the chat: at most 200 characters
fault-ask = What was wrong? Choose a button below.
verdict-kept = Thank you. It stays with the operator of this bot.
translating-into = Translating into { $language } …
sent-to-you = I have sent it to you in our private chat.

people = People
organizations = Organisations
places = Places
# Of a story on several pages. $count: how many could not be read; $pages: their numbers, "3, 4"
missing-pages = { $count ->
    [one] Page { $pages } of this story could not be read and is left out.
   *[other] Pages { $pages } of this story could not be read and are left out.
}
# $count: all links in the message
other-links = I read the first of { $count } links. Send the others one at a time.
full-attached = { $count ->
    [one] The full translation, one sentence, is in the file: each sentence beside its original.
   *[other] The full translation, { $count } sentences, is in the file: each sentence beside its original.
}
# Above the sentences of an article of one, two or three
whole = Too short to summarise: every sentence of the article is here.
# Pops up over the chat: at most 200 characters, as already-working and expired
# $action: more or less, the button
no-other-length = { $action ->
    [more] This is the longest summary that the article gives.
   *[less] This is the shortest summary there is.
}
expired = I no longer keep this brief. Send the article again and I will make a new one.
# Lines under the headline. $source, $target: names of languages
note-no-package = Shown in the original: no translation from { $source } to { $target } is installed here.
# The text is a piece of a longer one, of which the bot has no more
note-breaks-off = The text breaks off in mid-sentence. What follows did not reach me and is not in this brief.
note-translation-failed = Shown in the original: the translation failed this time.

## The file of a full translation

page-original = Original
page-translation = Translation
page-source = Read the original page
page-made-by = Translated by machine with Ringkas. Compare with the original before quoting.
page-in-summary = in the summary

## What cannot be read

empty = There is no text in that message. Send an article in Indonesian or English as text, a link or a file.
unsupported = I cannot read that kind of file. I read .txt, .html, .pdf and .docx; or paste the text of the article.
photo-without-text = I cannot read text in pictures. Paste the text of the article, or send its link.
# Only in a terminal. $path: what was typed
terminal-help = Paste an article, or type a link or a file's path ({ $sample }). A number presses a button. /quit leaves.
no-such-file = There is no file { $path } that I can read.
sticker = I read articles only. Paste one, or send its link.
# A voice message, a video, a place, a contact
no-text = I cannot hear, watch or look that up: I read text. Paste an article, forward the post with it, or send its link or a file (.txt, .html, .pdf, .docx).
not-allowed = This bot serves only chats that its operator has listed. To be added, give the operator this chat's number: { $chat }

## Errors: one for every leaf of bot/errors.py, named after it
## $kind is page or file; $host the website's name; $wait a time span written out ("30 seconds").

error-ringkas-error = That did not work. Send it again, or paste the text of the article.
error-no-link = I found no link in that. Send a complete web address, or paste the text of the article.
error-unsafe-link = I do not open that link: it does not lead to a public web page. Paste the text of the article instead.
error-fetch-timeout = { $kind ->
    [file] The file did not arrive within { $wait }. Please send it again.
   *[page] { $host } did not answer within { $wait }. Try again later, or paste the text of the article.
}
error-unreachable = { $kind ->
    [file] I could not get the file from Telegram. Please send it again.
   *[page] I could not reach { $host }. Check the link, or paste the text of the article.
}
error-bad-status = { $reason ->
    [gone] { $host } says that this page does not exist (status { $status }). Check the link, or paste the text of the article.
    [refused] { $host } does not let me read this page (status { $status }). Open it yourself and paste the text here.
    [crowded] { $host } is turning visitors away for now (status { $status }). Try again later, or paste the text of the article.
    [broken] { $host } has a fault of its own (status { $status }). Try again later, or paste the text of the article.
   *[other] { $kind ->
        [file] I could not get the file (status { $status }). Please send it again.
       *[page] { $host } did not hand over the page (status { $status }). Open it yourself and paste the text here.
    }
}
error-too-large = { $kind ->
    [file] That file is larger than { $limit_mb } MB, the most I can read. Paste the text of the article instead.
   *[page] The page at { $host } is larger than { $limit_mb } MB, the most I read. Paste the text of the article instead.
}
error-unreadable = { $kind ->
    [file] I could not take that file apart. It is damaged, or far too complex. Paste the text of the article instead.
   *[page] I could not take that page of { $host } apart. It is damaged, or far too complex. Paste the text of the article instead.
}
error-not-an-article-page = { $kind ->
    [file] { $content ->
        [pdf] I found no text in that PDF. It may be a scan, locked or damaged. Paste the text instead.
       *[other] I found no article in that file. Paste the text instead.
    }
   *[page] { $content ->
        [html] { $found ->
            [index] That page of { $host } is a list of headlines, not an article. Send the link of one article, or paste the text instead.
            [paywall] That article of { $host } is for paying readers. If you can open it, paste the text instead.
            [error] { $host } answers with an error page. Check the link, or paste the text instead.
            [wall] { $host } shows programs like me a barrier in place of the page. Open it yourself and paste the text instead.
            [video] That page of { $host } is a video with hardly any text. Send an article, or paste the text instead.
            [live] That page of { $host } is a running report that is still being written, not one article. Send an article, or paste the part that you want.
            [photos] That page of { $host } shows pictures with hardly any text. Send an article, or paste the text instead.
           *[other] I found no article on that page of { $host }. If you can see one, copy it and paste the text instead.
        }
       *[other] That link of { $host } leads to a file I cannot read ({ $content_type }). Paste the text instead.
    }
}
error-no-article = I found no article in that. Paste its text, or send its link.
error-too-short = { $length_chars ->
    [one] That is only one character, too little for a summary. Send the whole article.
   *[other] That is only { $length_chars } characters, too little for a summary. Send the whole article.
}
error-too-long = That is more text than one article has (over { $limit_chars } characters). Send a single article.
error-wrong-language = { $code ->
    [und] I cannot tell the language of that text. I read articles in Indonesian and English{ $targets ->
        [none] .
       *[other] {""} and answer in: { $targets }.
    }
   *[other] That text seems to be in { $detected }. I read articles in Indonesian and English{ $targets ->
        [none] .
       *[other] {""} and answer in: { $targets }.
    }
}
error-no-package = No translation from { $source } to { $target } is installed here. Choose another language with /language, or ask the operator to install it.
error-translation-failed = The translation from { $source } to { $target } failed. Try again in a moment; if it fails again, tell the operator.
error-busy = That was a lot of articles at once. Please send this one again, and any that followed it, in { $wait }.

# $id: what the operator looks up in the log
bug = Sorry, something broke here; it is not your text's fault. Send it again in a while. If it breaks again, give the operator this code: { $id }
# $tries: how often it was tried, two times at least
bug-each-time = Sorry, I tried this { $tries } times and something broke here each time; it is not your text's fault. Send it again in a while. If it breaks again, give the operator this code: { $id }

## Telegram's own lists: commands (at most 256 characters), descriptions (512 and 120)

command-start = What this bot does
command-ringkas = In a group: a brief of the article you reply to
command-help = What to send, and how
command-settings = Language, length, and what a brief shows
command-language = Language of the brief
command-length = Length of the summary
command-today = Today's articles of this chat
command-forget = Delete what is kept of this chat
command-about = How it works, where your text goes
bot-description = Send a news article in Indonesian or English as text, a link or a file. You get a brief in your language: headline, summary, key quotes with their speakers, and names. Every translated sentence can be compared with its original. Your text stays on the operator's own machine.
bot-short-description = Indonesian and English news articles as a brief in your language: summary, key quotes, names.
