// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@testable import ScriptStage

@Suite struct `The writer's own phrases` {
    static let languages = Language.allCases

    @Test(arguments: languages) func `no wording is in two pools`(language: Language) {
        let keys = PhraseBook.phrases(in: language).values.joined().map { Conversation.key($0.text) }
        let doubled = Dictionary(grouping: keys) { $0 }.filter { $0.value.count > 1 }.keys
        #expect(doubled.sorted() == [])
    }

    @Test func `both languages know the same cues`() {
        #expect(
            Set(PhraseBook.phrases(in: .japanese).keys.map { "\($0)" }).subtracting(["ask(.clause)"]).count
                > 40)
        let missing = Set(PhraseBook.phrases(in: .japanese).keys).symmetricDifference(
            PhraseBook.phrases(in: .english).keys)
        #expect(missing == [.ask(.clause)])
    }

    @Test(arguments: languages) func `pools are deep where a film draws often`(language: Language) {
        let book = PhraseBook.phrases(in: language)
        #expect(book[.acknowledge, default: []].count >= 20)
        #expect(book[.askMore, default: []].count >= 10)
        #expect(book.values.joined().count >= 200)
    }

    @Test(arguments: languages) func `phrases are short enough to be read along`(language: Language) {
        let longest = language == .japanese ? 40 : 84
        for phrase in PhraseBook.phrases(in: language).values.joined() {
            #expect(phrase.text.count <= longest)
        }
    }

    @Test func `a dealer deals no wording twice and then none`() {
        var dealer = PhraseDealer(book: [.acknowledge: ["a", "b", "c"]], seed: 7)
        let dealt = (0..<5).map { _ in dealer.deal(.acknowledge, fits: { _ in true })?.text }
        #expect(Set(dealt.prefix(3)) == ["a", "b", "c"])
        #expect(dealt.suffix(2).allSatisfy { $0 == nil })
    }

    @Test func `a wording whose slot is not filled stays in the pool`() {
        var dealer = PhraseDealer(book: [.echo: ["{x}!"]], seed: 1)
        #expect(dealer.deal(.echo, fits: { _ in true }) == nil)
        #expect(dealer.deal(.echo, ["x": "so"], fits: { _ in true })?.text == "so!")
    }
}
