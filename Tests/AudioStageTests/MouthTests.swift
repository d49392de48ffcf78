// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@testable import AudioStage

@Suite struct `The mouth` {
    private func phones(_ names: [(String, Int)]) -> [Phone] {
        var start = 0
        return names.map { name, milliseconds in
            defer { start += milliseconds * 48 }
            return Phone(name: name, samples: start..<start + milliseconds * 48)
        }
    }

    @Test func `a consonant has the mouth of the vowel it leads to`() {
        let cues = MouthShapes.cues(
            for: self.phones([("sil", 100), ("k", 50), ("o", 90), ("s", 60), ("a", 100), ("sil", 200)]),
            shape: MouthShapes.japanese)
        #expect(
            cues == [
                MouthCue(shape: .o, samples: 4_800..<11_520), MouthCue(shape: .a, samples: 11_520..<19_200),
            ])
    }

    @Test func `lips meet for m, b and p`() {
        let cues = MouthShapes.cues(
            for: self.phones([("a", 100), ("m", 60), ("e", 100)]), shape: MouthShapes.japanese)
        #expect(cues.map(\.shape) == [.a, .e])
        #expect(cues[1].samples.lowerBound - cues[0].samples.upperBound == 60 * 48)
    }

    @Test func `nothing flickers`() {
        let names = ["a", "i", "u", "e", "o", "m", "N"]
        let short = (0..<200).map { (names[$0 % names.count], 10 + $0 * 7 % 60) }
        let cues = MouthShapes.cues(for: self.phones(short), shape: MouthShapes.japanese)
        #expect(cues.allSatisfy { $0.samples.count >= MouthShapes.minimumSamples })
        #expect(zip(cues, cues.dropFirst()).allSatisfy { $0.samples.upperBound <= $1.samples.lowerBound })
    }

    @Test func `Open JTalk's labels give phones in samples`() {
        let trace = JTalkTrace(
            """
            [Text analysis result]
            海,名詞,一般,*,*,*,*,海,ウミ,ウミ,1/2,C1,-1

            [Output label]
            0 2700000 xx^xx-sil+u=m/A:xx
            2700000 3900000 xx^sil-u+m=i/A:0+1+2
            3900000 4800000 sil^u-m+i=sil/A:1+2+1
            4800000 5450000 u^m-i+sil=xx/A:1+2+1
            5450000 8000000 m^i-sil+xx=xx/A:xx

            [Global parameter]
            """)
        #expect(trace.words == [JTalkTrace.Word(surface: "海", pronunciation: "ウミ", accent: "1/2")])
        #expect(trace.phones.map(\.name) == ["sil", "u", "m", "i", "sil"])
        #expect(trace.speech == 12_960..<26_160)
    }

    @Test(arguments: [
        "", "[Output label]", "[Output label]\n1 2\nx y z\n5 1 a-b+c\n9999999999999999999 1 a-b+c",
    ])
    func `a broken trace gives no phones`(text: String) { #expect(JTalkTrace(text).phones.isEmpty) }

    @Test func `Flite's phones go on where an utterance starts again at zero`() {
        let phones = Flite.phones("pau:0.1 hh:0.2 pau:0.5 \npau:0.25 ay:0.5 \nrubbish x:y z:-1\n")
        #expect(phones.map(\.name) == ["pau", "hh", "pau", "pau", "ay"])
        #expect(phones.last?.samples == 36_000..<48_000)
    }
}
