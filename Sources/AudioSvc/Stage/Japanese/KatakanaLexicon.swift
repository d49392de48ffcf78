// SPDX-License-Identifier: Apache-2.0

/// Latin words of articles about technology, as Japanese speakers read them.
///
/// Looked up without case, before the engine's own dictionary. An accent is given where it is not the usual one of
/// loanwords (``Morae/loanwordAccent(of:)``).
enum KatakanaLexicon {
    /// The longest entry that starts at `index` and ends where a Latin word ends.
    static func match(in text: [Character], at index: Int) -> (word: SpokenWord, count: Int)? {
        let first = text[index]
        guard first.isLatinWordCharacter || first == ".", text.isWordEdge(at: index) else { return nil }
        let reach = min(Self.longest, text.count - index)
        for count in stride(from: reach, to: 1, by: -1) where text.isWordEdge(at: index + count) {
            if let word = Self.word(String(text[index..<index + count])) { return (word, count) }
        }
        return nil
    }

    static func word(_ text: String) -> SpokenWord? {
        let lower = text.lowercased()
        if let word = Self.names[lower] { return word }
        return text.count > 1 && text == text.uppercased() ? nil : Self.everydayWords[lower]
    }

    private static let longest = Self.names.keys.map(\.count).max() ?? 0

    private static func entries(_ table: String) -> [String: SpokenWord] {
        Dictionary(table.split(whereSeparator: { $0 == ";" || $0 == "\n" }).compactMap(Self.entry)) {
            first, _ in first
        }
    }

    /// `word=reading` or `word=reading:accent`.
    private static func entry(_ text: Substring) -> (String, SpokenWord)? {
        let sides = text.split(separator: "=", maxSplits: 1)
        guard sides.count == 2 else { return nil }
        let parts = sides[1].split(separator: ":")
        let key = sides[0].drop { $0 == " " }
        return (
            String(key), SpokenWord(reading: String(parts[0]), accent: parts.count > 1 ? Int(parts[1]) : nil)
        )
    }

    private static let names = entries(
        """
        python=パイソン:1;javascript=ジャバスクリプト:5;typescript=タイプスクリプト:5;java=ジャバ:1;kotlin=コトリン:1
        swift=スウィフト:2;swiftui=スウィフトユーアイ:7;rust=ラスト:1;go=ゴー:1;golang=ゴーラング:3;ruby=ルビー:1
        ruby on rails=ルビーオンレイルズ:6;rails=レイルズ:1;php=ピーエイチピー:5;perl=パール:1;scala=スカラ:1;haskell=ハスケル:1
        c++=シープラスプラス:4;c#=シーシャープ:3;f#=エフシャープ:3;.net=ドットネット:3;objective-c=オブジェクティブシー:8
        lua=ルア:1;zig=ジグ:1;elixir=エリクサー:2;erlang=アーラン:1;clojure=クロージャー:2;dart=ダート:1;julia=ジュリア:1
        fortran=フォートラン:3;cobol=コボル:1;lisp=リスプ:1;bash=バッシュ:1;zsh=ゼットシェル:4;shell=シェル:1;powershell=パワーシェル:4
        html=エイチティーエムエル:8;css=シーエスエス:5;json=ジェイソン:1;yaml=ヤムル:1;toml=トムル:1;xml=エックスエムエル:7
        sql=エスキューエル:5;nosql=ノーエスキューエル:7;mysql=マイエスキューエル:7;postgresql=ポストグレスキューエル:9
        postgres=ポストグレス:4;sqlite=エスキューライト:5;mongodb=モンゴディービー:6;redis=レディス:1;oracle=オラクル:1
        git=ギット:1;github=ギットハブ:4;gitlab=ギットラボ:4;github actions=ギットハブアクションズ:6;bitbucket=ビットバケット:4
        docker=ドッカー:1;kubernetes=クバネティス:3;k8s=クバネティス:3;helm=ヘルム:1;terraform=テラフォーム:3;ansible=アンシブル:2
        linux=リナックス:1;ubuntu=ウブントゥ:2;debian=デビアン:2;fedora=フェドーラ:2;unix=ユニックス:1;windows=ウィンドウズ:4
        macos=マックオーエス:5;mac=マック:1;macbook=マックブック:4;ios=アイオーエス:5;ipados=アイパッドオーエス:7;android=アンドロイド:4
        iphone=アイフォーン:3;ipad=アイパッド:3;apple=アップル:1;google=グーグル:1;microsoft=マイクロソフト:5;amazon=アマゾン:1
        meta=メタ:1;facebook=フェイスブック:5;instagram=インスタグラム:5;twitter=ツイッター:2;youtube=ユーチューブ:3;tiktok=ティックトック:4
        netflix=ネットフリックス:5;spotify=スポティファイ:3;slack=スラック:2;discord=ディスコード:3;zoom=ズーム:1;notion=ノーション:1
        nvidia=エヌビディア:3;intel=インテル:1;amd=エーエムディー:5;arm=アーム:1;qualcomm=クアルコム:3;samsung=サムスン:1;sony=ソニー:1
        aws=エーダブリューエス:7;azure=アジュール:2;gcp=ジーシーピー:5;ec2=イーシーツー:5;s3=エススリー:3;lambda=ラムダ:1;cloudflare=クラウドフレア:6
        openai=オープンエーアイ:7;chatgpt=チャットジーピーティー:8;gpt=ジーピーティー:5;claude=クロード:2;anthropic=アンソロピック:4;gemini=ジェミニ:1
        copilot=コパイロット:3;llama=ラマ:1;mistral=ミストラル:3;hugging face=ハギングフェイス:5;pytorch=パイトーチ:3;tensorflow=テンソルフロー:6
        numpy=ナムパイ:1;pandas=パンダス:1;jupyter=ジュピター:2;llm=エルエルエム:5;llms=エルエルエム:5;rag=ラグ:1;transformer=トランスフォーマー:5
        ai=エーアイ:3;ml=エムエル:3;api=エーピーアイ:5;apis=エーピーアイ:5;cpu=シーピーユー:5;gpu=ジーピーユー:5;npu=エヌピーユー:5
        os=オーエス:3;ui=ユーアイ:3;ux=ユーエックス:3;url=ユーアールエル:5;uri=ユーアールアイ:5;http=エイチティーティーピー:9
        https=エイチティーティーピーエス:10;tcp/ip=ティーシーピーアイピー:8;ci/cd=シーアイシーディー:7;i/o=アイオー:3;a/b=エービー:3
        utf-8=ユーティーエフエイト:7;wi-fi=ワイファイ:0;wifi=ワイファイ:0;bluetooth=ブルートゥース:4;usb=ユーエスビー:5;ssd=エスエスディー:5
        ram=ラム:1;rom=ロム:1;lan=ラン:1;vpn=ブイピーエヌ:5;ssh=エスエスエイチ:5;dns=ディーエヌエス:5;rest=レスト:1;restful=レストフル:3
        graphql=グラフキューエル:5;grpc=ジーアールピーシー:6;oauth=オーオース:3;jwt=ジェーダブリューティー:7;saas=サース:1;paas=パース:1;iaas=イアース:1
        iot=アイオーティー:5;sdk=エスディーケー:5;ide=アイディーイー:5;cli=シーエルアイ:5;gui=ジーユーアイ:5;pdf=ピーディーエフ:5;csv=シーエスブイ:5
        jpeg=ジェーペグ:3;png=ピング:1;gif=ジフ:1;svg=エスブイジー:5;mp3=エムピースリー:5;mp4=エムピーフォー:5;4k=ヨンケー:3;8k=ハチケー:3
        5g=ファイブジー:4;4g=フォージー:3;2d=ツーディー:3;3d=スリーディー:4;v8=ブイエイト:3;sns=エスエヌエス:5;ok=オーケー:1;faq=エフエーキュー:5
        nasa=ナサ:1;iso=アイエスオー:5;ieee=アイトリプルイー:6;w3c=ダブリュースリーシー:7;vs code=ブイエスコード:5;vscode=ブイエスコード:5
        visual studio=ビジュアルスタジオ:6;visual studio code=ビジュアルスタジオコード:10;xcode=エックスコード:5;vim=ビム:1;emacs=イーマックス:3
        intellij=インテリジェイ:4;eclipse=エクリプス:2;figma=フィグマ:1;photoshop=フォトショップ:4;unity=ユニティ:1;unreal engine=アンリアルエンジン:6
        node=ノード:1;node.js=ノードジェーエス:6;nodejs=ノードジェーエス:6;react=リアクト:2;react native=リアクトネイティブ:5;vue=ビュー:1;vue.js=ビュージェーエス:5
        next.js=ネクストジェーエス:7;nuxt=ナクスト:2;angular=アンギュラー:1;svelte=スベルト:2;jquery=ジェークエリー:4;vite=ヴィート:1;webpack=ウェブパック:4
        deno=ディーノ:1;bun=バン:1;express=エクスプレス:3;django=ジャンゴ:1;flask=フラスク:2;fastapi=ファストエーピーアイ:8;laravel=ララベル:1;spring=スプリング:3
        npm=エヌピーエム:5;yarn=ヤーン:1;pip=ピップ:1;brew=ブリュー:2;homebrew=ホームブリュー:4;apt=アプト:1;make=メイク:1;cmake=シーメイク:3;gcc=ジーシーシー:5;llvm=エルエルブイエム:7
        nginx=エンジンエックス:5;apache=アパッチ:2;kafka=カフカ:1;rabbitmq=ラビットエムキュー:7;elasticsearch=エラスティックサーチ:7;grafana=グラファナ:2;prometheus=プロメテウス:3
        jenkins=ジェンキンス:1;jira=ジラ:1;devops=デブオプス:3;sre=エスアールイー:5;agile=アジャイル:2;scrum=スクラム:2;kanban=カンバン:0
        web=ウェブ:1;website=ウェブサイト:3;webassembly=ウェブアセンブリ:5;wasm=ワズム:1;websocket=ウェブソケット:3;webgl=ウェブジーエル:5;webrtc=ウェブアールティーシー:8
        server=サーバー:1;servers=サーバー:1;client=クライアント:0;browser=ブラウザー:0;database=データベース:4;data=データ:1;dataset=データセット:4
        queue=キュー:1;stack=スタック:2;array=アレイ:2;list=リスト:1;map=マップ:1;set=セット:1;tree=ツリー:2;graph=グラフ:1;hash=ハッシュ:1;cache=キャッシュ:1
        buffer=バッファー:1;thread=スレッド:0;process=プロセス:2;memory=メモリー:1;heap=ヒープ:1;async=アシンク:2;await=アウェイト:2;callback=コールバック:4
        class=クラス:1;struct=ストラクト:3;enum=イーナム:1;protocol=プロトコル:1;interface=インターフェース:5;function=ファンクション:1;method=メソッド:1
        string=ストリング:3;integer=インテジャー:2;int=イント:1;float=フロート:2;double=ダブル:1;boolean=ブーリアン:1;bool=ブール:1;null=ヌル:1;nil=ニル:1
        void=ボイド:1;true=トゥルー:2;false=フォルス:1;return=リターン:2;import=インポート:0;export=エクスポート:0;public=パブリック:1;private=プライベート:4
        static=スタティック:3;const=コンスト:1;let=レット:1;var=バー:1;func=ファンク:1;def=デフ:1;type=タイプ:1;value=バリュー:1;key=キー:1;index=インデックス:3
        id=アイディー:3;user=ユーザー:1;name=ネーム:1;password=パスワード:3;token=トークン:1;session=セッション:1;cookie=クッキー:1;header=ヘッダー:1;body=ボディー:1
        request=リクエスト:3;response=レスポンス:2;error=エラー:1;status=ステータス:1;code=コード:1;source=ソース:1;open source=オープンソース:5;library=ライブラリー:1
        framework=フレームワーク:4;package=パッケージ:1;module=モジュール:1;script=スクリプト:3;compiler=コンパイラー:3;runtime=ランタイム:3;debug=デバッグ:2;debugger=デバッガー:2
        build=ビルド:1;test=テスト:1;release=リリース:2;deploy=デプロイ:2;commit=コミット:2;push=プッシュ:1;pull request=プルリクエスト:4;merge=マージ:1;branch=ブランチ:2
        issue=イシュー:1;readme=リードミー:4;license=ライセンス:1;mit=エムアイティー:5;version=バージョン:1;update=アップデート:4;upgrade=アップグレード:5
        file=ファイル:1;folder=フォルダー:1;directory=ディレクトリー:1;path=パス:1;log=ログ:1;image=イメージ:1;video=ビデオ:1;audio=オーディオ:1;text=テキスト:1
        cloud=クラウド:2;container=コンテナー:1;cluster=クラスター:2;microservices=マイクロサービス:5;serverless=サーバーレス:4;edge=エッジ:1;pipeline=パイプライン:4
        machine learning=マシンラーニング:4;deep learning=ディープラーニング:4;prompt=プロンプト:2;agent=エージェント:1;model=モデル:1;chatbot=チャットボット:5
        retry=リトライ:2;throughput=スループット:3;latency=レイテンシー:2;encoder=エンコーダー:3;encode=エンコード:3;decode=デコード:2;decoder=デコーダー:2
        codec=コーデック:1;subtitle=サブタイトル:3;subtitles=サブタイトル:3;narration=ナレーション:2;frame=フレーム:2;pixel=ピクセル:1;bug=バグ:1;fix=フィックス:1
        hook=フック:1;middleware=ミドルウェア:4;backend=バックエンド:4;back-end=バックエンド:4;frontend=フロントエンド:5;front-end=フロントエンド:5;fullstack=フルスタック:4
        endpoint=エンドポイント:4;payload=ペイロード:3;schema=スキーマ:2;query=クエリ:1;transaction=トランザクション:4;rollback=ロールバック:4;mutex=ミューテックス:3
        deadlock=デッドロック:4;semaphore=セマフォ:0;bandwidth=バンドワイズ:4;proxy=プロキシ:1;firewall=ファイアウォール:5;router=ルーター:1;gateway=ゲートウェイ:4
        load balancer=ロードバランサー:5;cdn=シーディーエヌ:5;timeout=タイムアウト:4;benchmark=ベンチマーク:4;profiler=プロファイラー:4;parser=パーサー:1;syntax=シンタックス:3
        tokenizer=トークナイザー:4;embedding=エンベディング:3;fine-tuning=ファインチューニング:5;finetuning=ファインチューニング:5;inference=インファレンス:4;training=トレーニング:2
        batch=バッチ:1;tensor=テンソル:1;attention=アテンション:2;diffusion=ディフュージョン:2;robot=ロボット:1;sensor=センサー:1;raspberry pi=ラズベリーパイ:5
        arduino=アルディーノ:3;firmware=ファームウェア:5;kernel=カーネル:1;driver=ドライバー:0;bios=バイオス:1;terminal=ターミナル:1;console=コンソール:3;editor=エディター:1
        plugin=プラグイン:3;extension=エクステンション:4;theme=テーマ:1;font=フォント:0;markdown=マークダウン:4;template=テンプレート:4;widget=ウィジェット:1;layout=レイアウト:3
        canvas=キャンバス:1;animation=アニメーション:3;shader=シェーダー:1;mesh=メッシュ:1;timestamp=タイムスタンプ:5;notebook=ノートブック:4;workflow=ワークフロー:4;snapshot=スナップショット:5
        waveform=ウェーブフォーム:5;bitrate=ビットレート:4;refactoring=リファクタリング:4;scalability=スケーラビリティー:4;authentication=オーセンティケーション:5
        lightweight=ライトウェイト:4;owner=オーナー:1;closure=クロージャー:2;iterator=イテレーター:3;generics=ジェネリクス:2;borrow checker=ボローチェッカー:4
        echo=エコー:1;radio=ラジオ:1;battery=バッテリー:0;kitchen=キッチン:1;printf=プリントエフ:5;thead=ティーヘッド:4;tbody=ティーボディー:4;tfoot=ティーフット:4;sudo=スードゥー:1;systemd=システムディー:6;systemctl=システムシーティーエル:9
        apparmor=アップアーマー:4;.bashrc=バッシュアールシー:6;bashrc=バッシュアールシー:6;.zshrc=ゼットエスエイチアールシー:11;fakeroot=フェイクルート:4
        rakuten=ラクテン:0;nihon=ニホン:2;nikon=ニコン:1;china=チャイナ:1;mutable=ミュータブル:1;immutable=イミュータブル:3;joyent=ジョイエント:3
        mcp=エムシーピー:5;tts=ティーティーエス:5;ocr=オーシーアール:5;crud=クラッド:2;orm=オーアールエム:5;spa=エスピーエー:5;ssr=エスエスアール:5;pwa=ピーダブリューエー:7
        main=メイン:1;install=インストール:3;argc=アーグシー:3;argv=アーグブイ:3;ctrl=コントロール:4;cmd=コマンド:2;alt=オルト:1;esc=エスケープ:3;covid=コビッド:1
        covid-19=コビッドナインティーン:6;x86=エックスハチロク:5;x86_64=エックスハチロクロクヨン:8;async/await=アシンクアウェイト:5;pub/sub=パブサブ:3
        and/or=アンドオア:4;flex=フレックス:2;box=ボックス:1;vector=ベクトル:0;color=カラー:1;global=グローバル:2;local=ローカル:1;install=インストール:3
        dependency=ディペンデンシー:3;environment=エンバイロンメント:5;production=プロダクション:3;variable=バリアブル:2;constant=コンスタント:1
        render=レンダー:1;ffmpeg=エフエフエムペグ:6;usr=ユーザー:1;localhost=ローカルホスト:5;multi=マルチ:1;hyper=ハイパー:1;micro=マイクロ:1;parameter=パラメーター:2
        flame=フレーム:2;inter=インター:1;stamp=スタンプ:2;wave=ウェーブ:1;shot=ショット:1;ware=ウェア:1;sub=サブ:1;super=スーパー:1;auto=オート:1;rate=レート:1
        qiita=キータ:0;zenn=ゼン:1;hacker news=ハッカーニュース:4;stack overflow=スタックオーバーフロー:8;wikipedia=ウィキペディア:3;note=ノート:1
        e.g.=タトエバ:2;i.e.=ツマリ:1;no.=ナンバー:1;ver.=バージョン:1;mr.=ミスター:1;ms.=ミズ:1;dr.=ドクター:1;x.com=エックスドットコム:7
        software=ソフトウェア:4;hardware=ハードウェア:4;update=アップデート:4;app=アプリ:1;apps=アプリ:1;application=アプリケーション:4;system=システム:1;network=ネットワーク:4
        internet=インターネット:5;online=オンライン:0;offline=オフライン:0;email=イーメール:3;blog=ブログ:0;news=ニュース:1;service=サービス:1;platform=プラットフォーム:5
        design=デザイン:0;user interface=ユーザーインターフェース:9;title=タイトル:1;link=リンク:1;button=ボタン:0;click=クリック:2;scroll=スクロール:3;menu=メニュー:1
        """)

    /// Everyday words, which written in capitals are abbreviations: IT, US.
    private static let everydayWords = entries(
        """
        the=ザ:0;an=アン:1;of=オブ:1;and=アンド:1;or=オア:1;in=イン:1;on=オン:1;at=アット:1;to=トゥー:1;for=フォー:1;from=フロム:1;with=ウィズ:1;by=バイ:1
        is=イズ:1;it=イット:1;you=ユー:1;your=ユア:1;we=ウィー:1;this=ディス:1;that=ザット:1;what=ワット:1;how=ハウ:1;not=ノット:1;no=ノー:1;yes=イエス:1;new=ニュー:1
        one=ワン:1;two=ツー:1;all=オール:1;good=グッド:1;best=ベスト:1;more=モア:1;world=ワールド:1;hello=ハロー:1;love=ラブ:1;time=タイム:1;life=ライフ:1;work=ワーク:1
        use=ユーズ:1;get=ゲット:1;give=ギブ:1;have=ハブ:1;do=ドゥー:1;can=キャン:1;start=スタート:2;stop=ストップ:2;learn=ラーン:1;people=ピープル:1;team=チーム:1
        vs=バーサス:1;vs.=バーサス:1;etc=エトセトラ:3;etc.=エトセトラ:3;inc=インク:1;inc.=インク:1;pro=プロ:1;plus=プラス:1;mini=ミニ:1;max=マックス:1;ultra=ウルトラ:1
        us=アス:1;he=ヒー:1;she=シー:1;they=ゼイ:1;my=マイ:1;our=アワー:1;was=ワズ:1;are=アー:1;be=ビー:1;as=アズ:1;if=イフ:1;so=ソー:1;up=アップ:1
        """)
}
