// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// The two voices in English: the explainer calm and friendly, the questioner lively and curious.
///
/// Slots stand where any phrase fits: no verb has to agree with them.
enum EnglishPhrases {
    static let book: [Cue: [Phrase]] = Self.opening
        .merging(Self.topics) { $1 }
        .merging(Self.asking) { $1 }
        .merging(Self.reacting) { $1 }
        .merging(Self.showing) { $1 }
        .merging(Self.closing) { $1 }

    private static let opening: [Cue: [Phrase]] = [
        .greeting: [
            "Hi there, I'm {me}.", "Hello and welcome. I'm {me}.", "Welcome! I'm {me}, your guide for today.",
            "Hello, everyone. {me} here.",
            "Good to see you. I'm {me}.", "Hi, and thanks for joining us. I'm {me}.",
        ],
        .greetingBack: [
            "And I'm {me}! I'll be asking the questions.", "And I'm {me}! Ready when you are!",
            "{me} here too! What are we looking at today?",
            "And {me}, full of questions as usual!", "I'm {me}! Let's get into it!",
            "And I'm {me}. I can't wait to hear this!",
        ],
        .greetingAlone: [
            "Hi, this is {me}.", "Welcome, and thanks for being here. I'm {me}.",
            "Good to have you here. I'm {me}.",
        ],
        .theme: [
            "Today's topic: “{title}”.", "Today we're reading “{title}” together.",
            "We're looking at an article called “{title}”.",
            "The article for today is “{title}”.", "Let's walk through “{title}”.",
            "Our subject today is “{title}”.",
        ],
        .themeUnsaid: [
            "The title of today's article is right there on screen.",
            "Today we're reading the article you see on screen.",
            "Let's walk through the article on your screen together.",
        ],
        .anticipation: [
            "Ooh, that sounds interesting!", "I've been wondering about that!", "Great, I'm all ears!",
            "Okay, you've got my attention!",
            Phrase("Hmm, I hope I can keep up!", .thinking), "Nice, I wanted to hear about that!",
            "Sounds good, let's go!",
            "I like the sound of that already!", "Perfect timing, I was just curious about that!",
        ],
        .hookLead: [
            "Keep one thing in mind from the start.", "Let's begin with the heart of it.",
            "Here's the idea it all rests on.", "This is where it starts.",
            "If you remember one thing, make it this.", "Let me start with the central point.",
        ],
    ]

    private static let topics: [Cue: [Phrase]] = [
        .askBackground: [
            "So what's the story here?", "Can you set the scene for me?",
            "What should I know before we dive in?",
            "Let's start simple. What is this about?", "Give me the big picture first?",
        ],
        .ask(.thing): [
            "Tell me about {x}.", "What about {x}?", "And {x}?", "I'm curious about {x}.",
            "Can we get into {x}?", "What should I know about {x}?",
            "What's the story with {x}?", "Okay, so, {x}. Go on!", "Let's talk about {x}!",
        ],
        .ask(.definition): [
            "Okay, let's back up. What do we mean by “{x}”?", "So what exactly do people mean by “{x}”?",
            "How would you explain “{x}” to a beginner?",
            "In one sentence, what's meant by “{x}”?",
        ],
        .ask(.howTo): [
            "Can you walk me through {x}?", "Talk me through {x}!", "So, {x}. Where do we begin?",
            "What about {x}? Is it hard?", "I'd love to hear about {x}.",
        ],
        .ask(.why): [
            "So tell me why!", "I've been wondering why, actually.", "And the reason?", "Okay, but why?",
        ],
        .ask(.how): [
            "How does that work?", "What's going on under the hood?", "Can you show me how the pieces fit?",
            "Take me through it step by step?",
        ],
        .ask(.clause): [
            "Okay, tell me {x}!", "I'd love to hear {x}.", "Can you explain {x}?", "So, {x}. Go on!",
            "And now, {x}?", "I've been wondering {x}.",
        ],
        .ask(.merits): ["What do we get out of it?", "So what's the upside?", "Why would I want it?"],
        .ask(.problems): [
            "Okay, what's the catch?", "Where does it fall short?", "There must be some limits, right?",
            "What should I watch out for?",
        ],
        .ask(.examples): [
            "Can you give me an example?", "What does that look like in practice?",
            "Is there a concrete case?",
        ],
        .ask(.installation): [
            "How do I install it?", "What does it take to set it up?", "Okay, how do I get it running?",
            "Is it easy to install?",
        ],
        .ask(.usage): [
            "And how do you use it?", "What does using it look like?", "Say I have it. What do I do first?",
            "Can you show me how it's used?",
        ],
        .ask(.features): ["What can it do?", "What does it bring to the table?", "What's it good at?"],
        .ask(.requirements): [
            "What do I need before I start?", "Is there anything I should have ready?",
            "What does it need to run?",
        ],
        .ask(.configuration): [
            "What can I configure?", "Can I make it my own?", "Which settings are there?",
        ],
        .ask(.background): [
            "Where do we start?", "So, what's it about?", "What comes first?",
        ],
        .ask(.difference): ["So what's the difference?", "How do they compare?"],
        .askQuoted: [
            "“{x}”? What does that mean?", "The article says “{x}”. Tell me more!",
            "“{x}”. I like that. Go on!", "“{x}”? I'd like to hear more.",
            "The next heading is “{x}”. What's that about?", "Okay, “{x}”. I'm listening!", "“{x}”. How so?",
            "What's behind “{x}”?",
        ],
        .openFirst: ["Let's begin with {x}.", "First up is {x}.", "We'll start with {x}."],
        .openNext: [
            "Next, let's look at {x}.", "That brings us to {x}.", "Let's move on to {x}.", "Now for {x}.",
            "Let's turn to {x}.", "Next on the list is {x}.",
        ],
        .openLast: [
            "Last of all, let's look at {x}.", "That leaves {x}.", "To round things off, there's {x}.",
        ],
        .openQuoted: [
            "The next part is called “{x}”.", "Next up: “{x}”.", "Which brings us to “{x}”.",
            "From there we go to “{x}”.", "Now, “{x}”.",
            "The article goes on with “{x}”.",
        ],
        .openPlain: [
            "Let's move on.", "Let's keep going.", "Now for the next part.", "There's more.",
            "On to the next point.", "Let's take it a step further.",
        ],
        .expect: [
            "Okay, I'm ready!", "Go on!", "Sounds good!", "Ooh, yes please!",
            "I was hoping you'd get to that!", "Right, tell me!", "Let's hear it!",
            "I'm listening!", "This should be good!",
        ],
        .answer: [
            "Good question.", "Let me explain.", "Let's take it one step at a time.",
            "That's the interesting part.", "I'm glad you asked.",
            "I was just getting to that.", "The article puts it like this.", "Right, let's see.", "Sure.",
        ],
    ]

    private static let asking: [Cue: [Phrase]] = [
        .askDefinition: [
            "Hold on, what do you mean by {x}?", "Sorry, {x}?", "Remind me about {x}?",
            "Quick question: what do we mean by {x}?", "And {x}? I'm new to that term.",
        ],
        .askIntroduced: [
            "By the way, what about {x}?", "I've heard of {x}. Where does that come in?",
            "Speaking of which, {x}?",
            "Can we talk about {x}, too?",
        ],
        .askSubject: [
            "How about {x}?", "Okay, and {x}?", "So tell me about {x}.",
        ],
        .askReason: [
            "Wait, why is that?", "How come?", "What's the reason?", "Why would that be?", "And why?",
        ],
        .askExample: [
            "Like what?", "Could you give an example?", "What would that look like?",
            "Could you make that concrete?",
        ],
        .askProblem: [
            "Is there anything to watch out for?", "What could go wrong?", "There's a catch, isn't there?",
            "It can't all be smooth sailing, can it?",
            "I sense a “but” coming.",
        ],
        .askContrast: [
            "There's a “but”, isn't there?", "I feel a twist coming.", "And yet?", "Is that always so?",
            "But that's not the whole story, is it?",
        ],
        .askMore: [
            "And then?", "Can you say a bit more?", "What else?", "Go on, I want to hear the rest!",
            "Is there more to it?", "What comes next?",
            "Tell me more!", "Can we dig a little deeper?", "What follows from that?", "Okay, keep going!",
            "And where does that take us?", "So what does it mean in practice?",
        ],
        .echo: ["{X}. Noted!", "{X}. I'll remember that.", "Okay, {x}. Got it."],
    ]

    private static let reacting: [Cue: [Phrase]] = [
        .reactNumber: [
            "It helps to hear actual numbers.", "Numbers make it so much easier to picture.",
            "Okay, that puts it in perspective!", "I'll remember that figure.",
            "Hearing it as a number makes it real.",
        ],
        .reactContrast: [
            "So it's not that simple.",
            "Interesting, there are two sides to it.",
            "I never thought of it like that.",
        ],
        .reactReason: [
            "That makes sense.", "Ah, so that's why!", "Okay, now I see the reason.",
            "Knowing why really helps.", "Right, that follows.",
        ],
        .reactExample: [
            "The example really helps.", "I can picture that!", "Okay, that makes it concrete.",
            "Good, now I can imagine it.", "Ah, that kind of situation!",
        ],
        .reactProblem: [
            "Ouch, that could hurt.", "I'd better watch out for that.",
            "Yikes, I can see how that goes wrong.", "That sounds like trouble.", "Hmm, that's a tricky one.",
            "Good to know before it bites me!", "Right, so handle with care.",
        ],
        .reactDefinition: [
            "Oh, so that's what it means!", "Okay, that's clearer now.", "Nice, I can hold on to that.",
            "So that's the idea behind it.", "Good, now we're speaking the same language.",
        ],
        .reactEmphasis: [
            "I'll underline that!", "That sounds like the part to remember.", "Noted, that one's important.",
            "Okay, writing that down!", "That gives me something to think about.",
            "That's a good way to put it.",
        ],
        .reactAdvice: [
            "I could try that!", "That's something I can use.", "Good advice, I'll take it.",
            "I'm going to do just that.", "Sounds doable!",
        ],
        .acknowledge: [
            "Right.", "I see.", "Makes sense!", "Okay, got it.", "Ah, I see!", "Mm-hmm.", "Fair enough.",
            "Interesting!", "Got it, I'm with you.",
            Phrase("I didn't know that!", .surprised), "That's clearer now.", "Okay, I'm following.",
            "It's coming together.", "Huh, neat!", "Okay, go ahead.",
            "So far, so good!", "Okay, that clicks.",
            "Good to know!", "Now it's starting to make sense.", "All right!", "Okay, noted.",
            "Ah, all right.",
        ],
    ]

    private static let showing: [Cue: [Phrase]] = [
        .showCode: [
            "Let's look at the code on screen.", "I've put the code on screen.",
            "It's quicker to see than to say. Have a look at the code.",
            "Here's what that looks like in code.",
            "The code is up on screen.",
        ],
        .afterCode: [
            "Seeing it makes a difference.", "That's more readable than I expected!",
            "Okay, I might pause here and read that.", "So that's what it looks like!",
            "Nice, something concrete to try.",
        ],
        .showTable: [
            "There's a table for that.", "A table sums it up nicely.", "Let me put the table on screen.",
            "The article has a table here.",
        ],
        .tableRows: ["It covers {x}.", "The rows are {x}.", "Side by side, you'll find {x}."],
        .afterTable: [
            "Oh, a table. That helps!", "I'll take a screenshot of that.", "Good, I can see it at a glance.",
            "A table really helps here.",
        ],
        .showList: [
            "There are {n} of them.", "The article names {n} things.", "It comes down to {n} points.",
            "Let's go through all {n}.", "We can break it into {n}.",
        ],
        .showListPart: [
            "The article lists {n}. Here are {m} of them.",
            "There are {n} in all, and {m} of them are on screen.", "Out of {n}, let's look at {m}.",
        ],
        .namesOfItems: ["The article names {n}: {x}.", "They add up to {n}: {x}.", "In short, {n}: {x}."],
        .showSome: [
            "The list is on screen. Let me pick out {m}.", "I'll read you {m} of them.",
            "Let's take just {m} of those.",
        ],
        .listOnScreen: [
            "They're all on screen.", "You can read the list on screen.",
            "I've put the whole list on screen.",
            "The list on your screen has them one by one.",
        ],
        .showSteps: ["There are {n} steps.", "It takes {n} steps.", "We'll do it in {n} steps."],
        .afterList: [
            "All {n}, noted!", "Okay, {n}. I can remember that.",
            "That's a tidy list.",
        ],
        .showQuote: [
            "There's a line worth quoting.", "The article quotes these words.", "Listen to this line.",
        ],
        .quoteOf: ["Those are the words of {x}.", "That's from {x}."],
        .afterQuote: [
            "Good to hear it in the original words.", "So that's how it's put.",
            "I like hearing the quote itself.",
        ],
        .showFigure: [
            "Have a look at the picture on screen.", "There's a figure for this in the article.",
            "The article has a picture here.",
        ],
        .afterFigure: [
            "I'll take a closer look at that one.", "Nice to have a picture with it.",
            "Okay, so that's the picture.",
        ],
    ]

    private static let closing: [Cue: [Phrase]] = [
        .closingLead: [
            "Let's sum up.", "Time to wrap up.", "So, let's look back.", "Let's pull it all together.",
        ],
        .closingWish: [
            "That was a lot! Can we recap?", "So what should I take away from this?",
            "Before we go, can you sum it up?", "Is that it already? Let's recap!",
        ],
        .recapLead: [
            "Here are {n} things to take home.", "If you keep {n} things, keep these.",
            "It comes down to {n} things.", "Let me leave you with {n} points.",
        ],
        .recapShown: [
            "The main points are on screen, all {n} of them.", "I've put {n} points on screen to take home.",
            "The {n} points on screen are the ones to remember.",
        ],
        .recapFirst: ["To start: {x}", "First of all: {x}", "To begin with: {x}"],
        .recapNext: ["Also: {x}", "On top of that: {x}", "Then: {x}"],
        .recapLast: ["And last: {x}", "And to finish: {x}", "Not least: {x}"],
        .afterRecap: [
            "Got it! I could explain that to a friend now.", "That feels a lot less mysterious now!",
            "I'm glad I asked!", "I learned a lot today!", "Perfect, that wraps it up nicely.",
        ],
        .readOriginal: [
            "There's much more in the original article, so do give it a read.",
            "For the details, have a look at the original article.",
            "If this caught your interest, the original article goes deeper.",
        ],
        .thanks: [
            "Thanks for watching.", "That's all for today. Thank you for watching.",
            "Thank you for spending this time with us.",
        ],
        .farewell: [
            "See you next time!", "Bye for now!", "Until the next article!", "Take care, and see you soon!",
            "See you in the next one!",
        ],
    ]
}
