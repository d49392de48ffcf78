// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

@testable import AudioStage

@Suite struct `Reading Japanese aloud` {
    @Test(arguments: [
        ("APIを1,234回呼ぶ", "エーピーアイヲセンニヒャクサンジューヨンカイヨブ"),
        ("円周率は3.14です", "エンシューリツワサンテンイチヨンデス"),
        ("10,000,000人", "センマンニン"),
        ("約3万5,000円", "ヤクサンマンゴセンエン"),
        ("10〜20個", "ジューカラニジュッコ"),
        ("10%〜20%", "ジュッパーセントカラニジュッパーセント"),
        ("12.5%の確率", "ジューニーテンゴパーセントノカクリツ"),
        ("5kmほど歩く", "ゴキロメートルホドアルク"),
        ("100MBのファイル", "ヒャクメガバイトノファイル"),
        ("20msで応答", "ニジューミリビョーデオートー"),
        ("気温は25℃", "キオンワニジューゴド"),
        ("-5度まで下がる", "マイナスゴドマデサガル"),
        ("2026-11-24に公開", "ニセンニジューロクネンジューイチガツニジューヨッカニコーカイ"),
        ("2026/11/24(火)", "ニセンニジューロクネンジューイチガツニジューヨッカ、カヨービ"),
        ("会議は9:30からです", "カイギワクジサンジュップンカラデス"),
        ("9:00開始", "クジカイシ"),
        ("v1.2.3をリリース", "バージョンイッテンニテンサンヲリリース"),
        ("$100で買う", "ヒャクドルデカウ"),
        ("¥1,200です", "センニヒャクエンデス"),
        ("100人の1/3", "ヒャクニンノサンブンノイチ"),
        ("16:9の画面", "ジューロクタイキューノガメン"),
        ("1920x1080の動画", "センキューヒャクニジューカケルセンハチジューノドーガ"),
        ("第3章", "ダイサンショー"),
        ("#1の理由", "ナンバーイチノリユー"),
        ("10xの速度", "ジューバイノソクド"),
    ])
    func `numbers are said as people say them`(text: String, spoken: String) async throws {
        #expect(try await RealEngine.pronunciation(of: text) == spoken)
    }

    @Test(arguments: [
        ("PythonでAPIを呼ぶ", "パイソンデエーピーアイヲヨブ"),
        ("GitHubにpushする", "ギットハブニプッシュスル"),
        ("DockerとKubernetes", "ドッカートクバネティス"),
        ("JavaScriptとTypeScript", "ジャバスクリプトトタイプスクリプト"),
        ("C++とC#", "シープラスプラストシーシャープ"),
        ("TCP/IPとI/O", "ティーシーピーアイピートアイオー"),
        ("Visual Studio Codeを開く", "ビジュアルスタジオコードヲヒラク"),
        ("ZORGという製品", "ゼットオーアールジートイウセーヒン"),
        ("IT企業とit", "アイティーキギョートイット"),
        ("複数のURLs", "フクスーノユーアールエル"),
        ("getUserNameを呼ぶ", "ゲットユーザーネームヲヨブ"),
        ("max_retry_countの値", "マックスリトライカウントノアタイ"),
        ("XMLHttpRequest", "エックスエムエルエイチティーティーピーリクエスト"),
        ("A4の紙", "エーヨンノカミ"),
        ("HTTP/2", "エイチティーティーピーニ"),
        ("Tanaka", "タナカ"),
        ("chunkとpixel", "チャンクトピクセル"),
        ("makersとcoding", "メイカートコーディング"),
        ("timestamp", "タイムスタンプ"),
        ("networking", "ネットワーキング"),
        ("iとj", "アイトジェー"),
        ("async/awaitとactor", "アシンクアウェイトトアクター"),
        ("flexboxとgrid", "フレックスボックストグリッド"),
        ("README.mdとindex.html", "リードミードットエムディートインデックスドットエイチティーエムエル"),
        ("Web3.0", "ウェブサンテンゼロ"),
        ("x86_64", "エックスハチロクロクヨン"),
        ("Ｐｙｔｈｏｎ", "パイソン"),
    ])
    func `Latin words are read as Japanese readers read them`(text: String, spoken: String) async throws {
        #expect(try await RealEngine.pronunciation(of: text) == spoken)
    }

    @Test(arguments: [
        ("A&B", "エーアンドビー"),
        ("1+1=2", "イチプラスイチイコールニ"),
        ("@userさん", "アットマークユーザーサン"),
        ("入力/出力", "ニューリョク、シュツリョク"),
        ("東京→大阪", "トーキョー、オーサカ"),
        ("※注意", "チューイ"),
        ("★星★", "ホシ"),
        ("「引用」です", "インヨーデス"),
        ("（括弧）の中", "カッコノナカ"),
        ("AI(人工知能)とは", "エーアイ、ジンコーチノートワ"),
        ("😀絵文字👍🏽です", "エモジデス"),
        ("[リンク](https://example.com)です", "リンクデス"),
        ("**太字**と`code`", "フトジトコード"),
        ("# 見出し", "ミダシ"),
        ("- 箇条書き", "カジョーガキ"),
        ("ｶﾀｶﾅとＡＢＣ", "カタカナトエイビーシー"),
        ("①と②", "イチトニ"),
        ("そうだよ〜", "ソーダヨー"),
        ("すごい！本当？", "スゴイ、ホントー？"),
        ("a != bとx == y", "エーノットイコールビートエックスイコールワイ"),
    ])
    func `marks are said, paused at, or left out`(text: String, spoken: String) async throws {
        #expect(try await RealEngine.pronunciation(of: text) == spoken)
    }

    @Test(arguments: [
        ("この値を設定する", "コノアタイヲセッテースル"),
        ("他の言語にも", "ホカノゲンゴニモ"),
        ("行と列", "ギョートレツ"),
        ("値する行為を行う", "アタイスルコーイヲオコナウ"),
        ("初期値", "ショキチ"),
        ("クバネティスを使う", "クバネティスヲツカウ"),
        ("マイクロサービス", "マイクロサービス"),
    ])
    func `words the engine gets wrong alone are read for it`(text: String, spoken: String) async throws {
        #expect(try await RealEngine.pronunciation(of: text) == spoken)
    }

    @Test func `an address is not read out, and the sentence goes on`() async throws {
        let spoken = try await RealEngine.pronunciation(of: "詳細は https://example.com/a?b=c#d を参照")
        #expect(spoken == "ショーサイワリンクヲサンショー")
    }

    @Test func `an unknown katakana word is one word with one accent`() async throws {
        let reading = JapaneseReading(dictionary: try RealEngine.dictionary(), userWords: UserDictionary([]))
        let utterance = try #require(reading.utterances(of: "ギットハブです").first)
        let trace = try #require(try await RealEngine.openJTalk().synthesize(utterance)).trace
        #expect(trace.words.map(\.pronunciation).first == "ギットハブ")
        #expect(trace.words.first?.accent.hasSuffix("/5") == true)
    }

    @Test(arguments: [
        "", "  ", "😀", "https://example.com/", "……", "★→※", "\u{E000}\u{E001}", "**", "ー", "한국어",
    ])
    func `a line with nothing to say is silent`(text: String) throws {
        let reading = JapaneseReading(dictionary: try RealEngine.dictionary(), userWords: UserDictionary([]))
        #expect(reading.utterances(of: text).allSatisfy { $0.isSilent })
    }

    @Test func `a long line is cut at its sentences, then at its commas, and loses nothing`() throws {
        let reading = JapaneseReading(dictionary: try RealEngine.dictionary(), userWords: UserDictionary([]))
        let sentence = String(repeating: "とても長い文を、", count: 6) + "読みます。"
        let utterances = reading.utterances(of: String(repeating: sentence, count: 5))
        #expect(utterances.count > 2)
        #expect(
            utterances.allSatisfy { $0.text.count <= JapaneseReading.pieceLimit && $0.text.hasSuffix("。") })
        #expect(utterances.map(\.text).joined() == String(repeating: sentence, count: 5))
        let endless = reading.utterances(of: String(repeating: "あ", count: 950))
        #expect(endless.map(\.text.count) == Array(repeating: 100, count: 9) + [50])
    }

    @Test func `hostile text is read in time that grows with its length`() throws {
        let reading = JapaneseReading(dictionary: try RealEngine.dictionary(), userWords: UserDictionary([]))
        for piece in ["[", "<a", "1,", "1/", "https://", "*", "ア", "a.", "漢1a"] {
            let utterances = reading.utterances(of: String(repeating: piece, count: 5_000))
            #expect(
                utterances.allSatisfy { $0.words.count <= SpokenWord.limit && $0.text.utf8.count < 1_000 })
        }
    }
}
