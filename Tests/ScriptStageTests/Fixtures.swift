// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Markup
import Morphology
import Testing

@testable import ScriptStage

/// Articles of the kinds people make films of.
struct Fixture: Sendable, CustomTestStringConvertible {
    let name: String
    let markdown: String
    let language: Language

    var testDescription: String { self.name }

    func article() throws -> Article {
        try ArticleReader.readMarkdown(Data(self.markdown.utf8), source: "https://blog.example/\(self.name)")
    }

    func prose(of article: Article) throws -> any Prose {
        try ProseLibrary.prose(of: article, in: self.language)
    }

    static let all = [queues, database, walk, addressing, readme, lighthouse]

    static let queues = Fixture(name: "queues", markdown: example("why-queues.ja.md"), language: .japanese)
    static let addressing = Fixture(
        name: "addressing", markdown: example("content-addressing.en.md"), language: .english)

    private static func example(_ name: String) -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Examples").appending(path: name)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            preconditionFailure("\(file.path) is part of the repository")
        }
        return text
    }

    static let database = Fixture(
        name: "database",
        markdown: #"""
            # SQLiteを本番で1年使ってわかったこと

            私は昨年、社内の勤怠管理ツールをPostgreSQLからSQLiteに移行した。利用者は約300人で、1日の書き込みはおよそ5,000件である。「本番でSQLiteなんて大丈夫か」と何度も聞かれたので、1年運用した結果をここに書いておく。結論から言えば、この規模ならSQLiteは十分に実用的だった。

            ## なぜSQLiteを選んだのか

            最大の理由は、運用するものを減らしたかったからだ。PostgreSQLは優れたデータベースだが、サーバーの監視、バージョンアップ、接続数の調整といった仕事がついてくる。SQLiteはただのファイルなので、アプリケーションと同じプロセスで動き、別のサーバーを必要としない。ネットワークを越えないぶん、単純な読み取りは驚くほど速い。実際、一覧画面の応答時間は平均120ミリ秒から18ミリ秒に縮んだ。

            もちろん、何でもSQLiteにすればよいわけではない。書き込みが同時に大量に発生するサービスには向いていないし、複数のサーバーから同じデータベースを使うこともできない。

            ## 最初に設定すべきこと

            SQLiteの初期設定は、古い環境との互換性を優先している。そのため、本番で使うなら起動時にいくつかのPRAGMAを実行すべきである。以下は私たちが使っている設定だ。

            ```sql
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA busy_timeout = 5000;
            PRAGMA foreign_keys = ON;
            ```

            WALモードでは、書き込み中でも読み取りがブロックされない。これだけで、体感の待ち時間はほとんどなくなった。busy_timeoutは、ロックが取れないときに待つ時間をミリ秒で指定するものだ。外部キー制約は初期状態では無効になっているので、忘れずに有効にしよう。

            ## バックアップはどうするか

            バックアップのために、3つのことを続けている。

            1. 1時間ごとに `VACUUM INTO` でスナップショットを作る
            2. Litestreamで変更を継続的にオブジェクトストレージへ送る
            3. 週に1度、バックアップから復元する訓練をする

            ファイルを単純にコピーしてはいけない。書き込みの途中でコピーすると、壊れたファイルができてしまうことがある。復元の訓練では、手順書の間違いが3回も見つかった。バックアップは、復元できて初めてバックアップと呼べるのだ。

            ## 困ったこと

            困ったのは、スキーマの変更である。SQLiteのALTER TABLEは機能が限られており、列の型を変えるにはテーブルを作り直さなければならない。私たちは、新しいテーブルを作ってデータを移し、名前を入れ替える手順を自動化した。

            もう一つの問題は、長い読み取りトランザクションだった。読み取りが終わるまでWALファイルは小さくならず、ある日ディスクを20GBも使っていた。集計のような重い処理は、スナップショットに対して実行するように変えた。

            ## おわりに

            SQLiteは、小さなチームが少ない手間でサービスを動かし続けるための現実的な選択肢だ。ただし、書き込みの量と可用性の要件を最初に確かめておくべきである。次の記事では、移行の手順を詳しく紹介する予定だ。

            ## 参考文献

            - https://www.sqlite.org/wal.html
            """#, language: .japanese)

    static let walk = Fixture(
        name: "walk",
        markdown: #"""
            # 朝の散歩を三年続けて変わったこと

            三年前の春、私は毎朝三十分だけ歩くことを始めました。きっかけは、健康診断で運動不足を指摘されたことです。走るのは苦手ですし、ジムに通うほどの意欲もありませんでした。でも、歩くだけなら今日からできると思ったのです。

            はじめの一週間は、正直に言って退屈でした。同じ道を同じ時間に歩くだけなので、景色はほとんど変わりません。ところが二週間目に入ったころから、少しずつ違いが見えるようになりました。庭先の花が咲き、鳥の声が増え、パン屋から漂う匂いが曜日によって違うことに気がつきました。

            変化に気づけるようになると、歩くことが楽しみに変わります。観察する目は、毎日同じ場所を見ることで育つのかもしれません。旅先の珍しい景色よりも、見慣れた道のほうが多くを教えてくれることもあります。

            仕事にも、思いがけない影響がありました。歩いている間は画面を見ないので、頭の中が静かになります。すると、前の日に行き詰まっていた問題の答えが、ふと浮かぶことがあるのです。歩くことと考えることは、どこかでつながっているようです。哲学者や作家に散歩好きが多いのも、偶然ではないでしょう。

            続けるためのコツは、目標を低くすることでした。雨の日は玄関を出て、傘をさして角まで行けば達成したことにします。五分で終わる日があってもかまいません。大切なのは距離ではなく、毎朝靴をはくことです。習慣は、気分ではなく仕組みで続くものだと知りました。

            三年たって、体重は四キロ減り、夜はよく眠れるようになりました。けれど、いちばんの収穫は数字に表れないところにあります。一日の始まりに、自分だけの静かな時間を持てるようになったことです。忙しい人ほど、朝の三十分を自分に贈ってみてはいかがでしょうか。
            """#, language: .japanese)

    static let readme = Fixture(
        name: "readme",
        markdown: #"""
            # tidyfold

            tidyfold keeps a folder tidy by moving files into place according to rules you write once. It watches folders such as Downloads, recognises files by name, type or age, and moves, renames or archives them. It runs on Linux, macOS and Windows, and it never deletes anything unless you ask it to.

            [![build](https://img.shields.io/badge/build-passing-green)](https://example.com)

            ## Features

            - Rules in plain YAML, with a dry run that shows what would happen
            - Watches folders with the native API of each platform, so it uses almost no CPU
            - Undo: every move is written to a journal and can be reverted
            - Works offline and sends no telemetry

            ## Installation

            Install tidyfold with your package manager. Binaries for all platforms are attached to every release.

            ```sh
            brew install tidyfold        # macOS
            sudo apt install tidyfold    # Debian and Ubuntu
            cargo install tidyfold       # from source
            ```

            You need about 8 MB of disk space. There are no runtime dependencies.

            ## Usage

            Create a file called `tidyfold.yaml` in your home folder. Each rule has a condition and an action, and the first rule that matches wins.

            ```yaml
            watch:
              - ~/Downloads
            rules:
              - match: { type: image, older_than: 7d }
                move: ~/Pictures/Inbox
              - match: { name: "*.dmg" }
                archive: ~/Archive
            ```

            Run `tidyfold --dry-run` first. The dry run prints every move without touching a file, which makes it safe to experiment. When you are happy with the result, start the watcher and forget about it.

            ## How it works

            tidyfold keeps a journal of everything it does. Before a file is moved, the journal records its old place, its new place and a hash of its content. If the computer loses power in the middle of a move, tidyfold finishes or reverts the move on the next start. Because moves inside one file system are atomic, a file is never half written.

            Across file systems a move becomes a copy followed by a removal. tidyfold compares the hash of the copy with the original before it removes anything.

            ## Configuration

            | Key | Default | Meaning |
            |---|---|---|
            | watch | none | Folders to watch |
            | interval | 2s | How long a file must be unchanged |
            | journal | ~/.local/share/tidyfold | Where the journal is kept |
            | conflicts | rename | What to do when the target exists |

            The interval matters more than it seems. A browser writes a download in many small steps, and moving the file too early would break it. Two seconds is enough for most browsers, but slow network drives may need ten.

            ## Limitations

            tidyfold doesn't follow symbolic links. It can't watch network drives on Windows, where the operating system reports no changes. Files larger than 4 GB are moved without a hash check unless you enable it.

            ## Contributing

            Pull requests are welcome. Please run the tests before you submit.

            ## License

            MIT
            """#, language: .english)

    static let lighthouse = Fixture(
        name: "lighthouse",
        markdown: #"""
            # What lighthouses can teach us about reliable systems

            For two centuries, lighthouses were among the most reliable machines that people had ever built. They had to work every night, in the worst weather, far away from help. Their keepers developed habits that engineers of distributed systems would recognise at once.

            I spent a summer reading the logbooks of lighthouse keepers in northern Scotland. Most of the entries are dull, and that is the point. Page after page says that the lamp was lit at sunset and put out at sunrise. Nothing happened, and someone wrote down that nothing happened.

            ## Boring is a feature

            A lighthouse that surprises you is a bad lighthouse. Sailors relied on the light being in the same place, with the same rhythm, every night of the year. Keepers therefore changed as little as possible, and when they changed something, they announced it months ahead in printed notices to mariners.

            Software teams often reward novelty. A new database or a clever cache looks like progress, but every change is also a chance to fail. The most dependable services I have worked on were built from parts that everyone on the team understood. Their operators could predict how each part would behave under load, because they had seen it fail before.

            ## Redundancy has to be exercised

            Every lighthouse had a spare lamp. The rules required keepers to light the spare regularly, not because the main lamp was broken, but because a spare that has never been lit is only a hope. In one logbook, a monthly test revealed that the spare's wick had rotted, months before it would have been needed.

            Many organisations discover during an outage that their backup cannot be restored. According to the logbooks, the cure is dull and cheap: use the spare on an ordinary day. Failing over once a month turns an emergency procedure into a routine one. When the real failure arrives, nobody has to read the manual for the first time.

            > The light must not fail. Everything else may.

            ## Write down what you see

            Keepers recorded the weather, the state of the lamp and every passing ship. They didn't decide in advance which entries would matter. When a ship was lost, investigators could reconstruct the night from the logs of three or four lighthouses.

            Structured logs play the same role today. The cost of writing an event is tiny compared with the cost of not having it. Still, a log that nobody reads decays into noise. The keepers' superintendent visited every station once a year and read the whole book, page by page, with questions.

            ## People are part of the system

            Lighthouse keepers worked in shifts of four hours, because tired people make mistakes. At most stations there were three keepers, so that one could fall ill without putting out the light. The third keeper looked like a luxury until the winter in which he was needed.

            On-call rotations face the same arithmetic. A team of two cannot be on call forever, however dedicated they are. Burned-out engineers leave, and their knowledge leaves with them. A rota with slack in it costs money every month and saves the service once a year.

            ## Automation changed the job, not the duty

            The last Scottish lighthouse was automated in 1998. Lamps now switch themselves on, and a control room in Edinburgh watches them all. The failures did not disappear; they became rarer and stranger. Technicians have to fix equipment they seldom touch, in places that are hard to reach.

            Automation removes routine work, and with it the practice that made people good at the job. Teams that automate well keep practising by hand. They run drills, rotate duties and make sure that somebody still knows how to light the lamp.

            ## Conclusion

            Reliability is less a matter of brilliant design than of faithful habit. Keep the system boring, exercise the spare, write things down and look after the people. The light stays on because somebody checks it on a night when nothing is wrong.
            """#, language: .english)
}

extension Persona {
    static let kohaku = Persona(
        id: "kohaku", name: "コハク", role: .explainer, voice: Voice(engine: .placeholder),
        drawing: .pack("kohaku"))
    static let sora = Persona(
        id: "sora", name: "ソラ", role: .questioner, voice: Voice(engine: .placeholder), drawing: .pack("sora"))
}
