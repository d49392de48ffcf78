// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

@testable import AudioStage

@Suite struct `English words in a Japanese line` {
    @Test(arguments: [
        ("position", "ポジション"), ("mutation", "ミューテーション"), ("observer", "オブザーバー"), ("Unsecured", "アンセキュアード"),
        ("Ryan", "ライアン"), ("changes", "チェンジズ"), ("operation", "オペレーション"), ("question", "クエスチョン"),
        ("element", "エレメント"), ("document", "ドキュメント"), ("memory", "メモリー"), ("directory", "ディレクトリー"),
        ("package", "パッケージ"), ("message", "メッセージ"), ("storage", "ストレージ"), ("private", "プライベート"),
        ("table", "テーブル"), ("signal", "シグナル"), ("model", "モデル"), ("symbol", "シンボル"), ("layer", "レイヤー"),
        ("power", "パワー"), ("require", "リクワイア"), ("shared", "シェアード"), ("click", "クリック"), ("mapping", "マッピング"),
        ("session", "セッション"), ("hacker", "ハッカー"), ("tracking", "トラッキング"), ("fix", "フィックス"),
        ("blocks", "ブロックス"),
        ("threads", "スレッズ"), ("edge", "エッジ"), ("badge", "バッジ"), ("pattern", "パターン"), ("security", "セキュリティー"),
        ("repository", "リポジトリー"), ("history", "ヒストリー"), ("area", "エリア"), ("tool", "ツール"), ("value", "バリュー"),
        ("quick", "クイック"), ("quality", "クオリティー"), ("between", "ビトウィーン"), ("water", "ウォーター"), ("store", "ストア"),
        ("create", "クリエイト"), ("generate", "ジェネレート"), ("range", "レンジ"), ("danger", "デンジャー"), ("play", "プレイ"),
        ("event", "イベント"), ("effect", "エフェクト"), ("request", "リクエスト"), ("preview", "プレビュー"),
        ("design", "デザイン"),
        ("production", "プロダクション"), ("single", "シングル"), ("apple", "アップル"), ("happy", "ハッピー"),
        ("support", "サポート"),
        ("application", "アプリケーション"), ("kernel", "カーネル"), ("process", "プロセス"), ("protocol", "プロトコル"),
        ("special", "スペシャル"), ("manual", "マニュアル"), ("module", "モジュール"), ("bracket", "ブラケット"),
        ("topic", "トピック"),
        ("publishing", "パブリッシング"), ("checked", "チェックド"), ("method", "メソッド"), ("finger", "フィンガー"),
        ("bank", "バンク"),
        ("picture", "ピクチャー"), ("measure", "メジャー"), ("refresh", "リフレッシュ"), ("superposition", "スーパーポジション"),
    ])
    func `an English word's sound is written as loanwords are`(word: String, katakana: String) async throws {
        let sounds = try await EnglishSounds.ofWords(in: [word], program: "flite")
        #expect(sounds.reading(of: word)?.reading == katakana)
    }

    @Test(arguments: [
        ("positionやMutationObserver", "ポジションヤミューテーションオブザーバー"),
        ("apt-listchangesパッケージ", "アプトリスチェンジズパッケージ"),
        ("Unsecured JWT", "アンセキュアードジェーダブリューティー"),
        ("Ryan Dahlのnode-ipc", "ライアンダルノノードアイピーシー"),
        ("theadとtbody", "ティーヘッドトティーボディー"),
        ("sudoとsystemd", "スードゥートシステムディー"),
        ("AppArmorとfakeroot", "アップアーマートフェイクルート"),
        ("~/.bashrcを編集", "バッシュアールシーヲヘンシュー"),
        ("PythonとGitHubとSwift", "パイソントギットハブトスウィフト"),
        ("serverとrender", "サーバートレンダー"),
        ("rgとxmlとipc", "アールジートエックスエムエルトアイピーシー"),
        ("KohakuとTanaka", "コハクトタナカ"),
        ("renamedとUTF", "リネームドトユーティーエフ"),
    ])
    func `what a lexicon knows stands, letters stay letters`(text: String, spoken: String) async throws {
        #expect(try await RealEngine.pronunciation(of: text) == spoken)
    }

    @Test func `without Flite a line is read by the rules of spelling`() async throws {
        let spoken = try await RealEngine.pronunciation(of: "GitHubのchunk", flite: "no-such-flite")
        #expect(spoken == "ギットハブノチャンク")
        #expect(try await FlitePhones.phones(of: ["chunk"], program: "no-such-flite").isEmpty)
    }

    @Test func `many words at once are each heard alone`() async throws {
        let vowels = ["a", "e", "i", "o", "u"]
        let syllables = "bdfgklmnprst".flatMap { onset in vowels.map { "\(onset)\($0)" } }
        let names = syllables.flatMap { head in ["mark", "lton", "ve"].map { head + $0 } }
        let asked = Set(names + ["position", "the", "vs", "etc", "st"])
        let phones = try await FlitePhones.phones(of: asked, program: "flite")
        #expect(phones["position"] == ["p", "ax", "z", "ih", "sh", "ax", "n"])
        #expect(phones.count == asked.count)
    }

    @Test(arguments: [("", []), ("x", ["zz"]), ("bcd", ["b"]), ("a", Array(repeating: "aa", count: 500))])
    func `phones that are no word's give no reading`(word: String, phones: [String]) {
        #expect(PhonesInKana.katakana(of: word, phones: phones) == nil)
    }
}
