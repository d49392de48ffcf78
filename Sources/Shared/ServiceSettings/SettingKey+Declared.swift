// SPDX-License-Identifier: Apache-2.0
package import Domain

extension SettingKey {
    // Connections
    static let rabbitMQ = SettingKey(
        "RABBITMQ_URL", .connections, .address(schemes: ["amqp", "amqps"]), .none, isSecret: true,
        ja: "RabbitMQの接続先（amqp://利用者:パスワード@ホスト:ポート/仮想ホスト）",
        en: "Where RabbitMQ is: amqp://user:password@host:port/virtual-host")
    static let database = SettingKey(
        "DATABASE_URL", .connections, .address(schemes: ["postgres", "postgresql"]), .none, isSecret: true,
        ja: "PostgreSQLの接続先（postgresql://利用者:パスワード@ホスト:ポート/データベース）",
        en: "Where PostgreSQL is: postgresql://user:password@host:port/database")
    static let databaseSchema = SettingKey(
        "MOVIEGEN_DATABASE_SCHEMA", .connections, .identifier, .value("public"),
        ja: "表を置くスキーマ", en: "The schema that holds the tables")
    static let confirmSeconds = SettingKey(
        "MOVIEGEN_CONFIRM_SECONDS", .connections, .wholeNumber(1...600), .value("10"), unit: "seconds",
        ja: "RabbitMQの受領確認を待つ時間。過ぎると送り直す",
        en: "How long a message waits for the broker's confirm before it is published again")

    // Places
    static let configurationFile = SettingKey(
        "MOVIEGEN_CONFIG_FILE", .places, .path,
        .computed(.init(ja: "なし", en: "no file")),
        ja: "この表の設定を書いたYAMLまたはJSONファイル。環境変数が優先される。環境変数でだけ指定できる",
        en:
            "A YAML or JSON file with settings of this page; the environment wins. Read from the environment only"
    )
    static let artifacts = SettingKey(
        "MOVIEGEN_ARTIFACTS", .places, .path, .none, aliases: ["JOB_DATA_DIR"],
        ja: "生成物を置くフォルダー。すべてのサービスで同じ場所にする",
        en: "The folder of everything that is made; the same for every service")
    static let assets = SettingKey(
        "MOVIEGEN_ASSETS", .places, .path,
        .computed(.init(ja: "プログラムの近く", en: "beside the program")),
        ja: "同梱のキャラクター・背景・音楽のフォルダー",
        en: "The folder of our characters, backgrounds and music")
    static let voices = SettingKey(
        "MOVIEGEN_VOICES", .places, .path,
        .computed(.init(ja: "プログラムの近く", en: "beside the program")),
        ja: "音声合成の声のフォルダー", en: "The folder of the voices")
    static let filmConfiguration = SettingKey(
        "MOVIEGEN_FILM_CONFIG", .places, .path,
        .computed(.init(ja: "組み込みの設定", en: "built in")), aliases: ["CONFIG_PATH"],
        ja: "動画の設定ファイル（configuration.md）", en: "How films look and sound: a file as in configuration.md")
    static let voicevox = SettingKey(
        "MOVIEGEN_VOICEVOX_URL", .places, .address(schemes: ["http", "https"]),
        .computed(.init(ja: "なし", en: "none")), aliases: ["VOICEVOX_URL"],
        ja: "VOICEVOXエンジン（または互換エンジン）の場所。なければengine: voicevoxの話者も同梱の声で話す",
        en:
            "Where a VOICEVOX engine or one of its kin is; without it, personas of `engine: voicevox` use our voices"
    )
    static let diskFloor = SettingKey(
        "MOVIEGEN_DISK_FLOOR_MB", .places, .wholeNumber(0...1_000_000_000), .value("500"), unit: "MB",
        ja: "空き容量がこれを下回ると新しい仕事を受けない",
        en: "With less room than this on the disk of the artifacts, a service takes no work")

    // The process
    static let instance = SettingKey(
        "MOVIEGEN_INSTANCE", .process, .word(maximumCount: 128),
        .computed(.init(ja: "ホスト名-プロセス番号-乱数", en: "host-pid-random")),
        ja: "このプロセスの名前。同時に動くものの間で重ならないこと",
        en: "The name of this process; no two that run at once may share it")
    static let slots = SettingKey(
        "MOVIEGEN_SLOTS", .process, .wholeNumber(1...64),
        .computed(.init(ja: "サービスごと", en: "by service")), unit: "tasks",
        aliases: ["MAX_CONCURRENT_JOBS"],
        ja: "このプロセスが同時に進めるタスクの数", en: "How many tasks this process runs at once")
    static let healthHost = SettingKey(
        "MOVIEGEN_HEALTH_HOST", .process, .host, .value("127.0.0.1"),
        ja: "ヘルスチェックとメトリクスを待ち受けるアドレス。コンテナでは0.0.0.0",
        en: "The address of the health port; 0.0.0.0 in a container")
    static let healthPort = SettingKey(
        "MOVIEGEN_HEALTH_PORT", .process, .wholeNumber(0...65535), .value("0"),
        ja: "ヘルスチェックとメトリクスのポート。0なら空いているポート（ログに出る）",
        en: "The port of health and metrics (metrics.md); 0 takes a free one and logs it")
    static let httpHost = SettingKey(
        "MOVIEGEN_HTTP_HOST", .process, .host, .value("127.0.0.1"),
        ja: "gatewayがAPIと画面を待ち受けるアドレス。コンテナでは0.0.0.0",
        en: "The address at which the gateway serves its API and pages; 0.0.0.0 in a container")
    static let httpPort = SettingKey(
        "MOVIEGEN_HTTP_PORT", .process, .wholeNumber(0...65535), .value("8000"), aliases: ["API_PORT"],
        ja: "gatewayのポート。0なら空いているポート（ログに出る）",
        en: "The gateway's port; 0 takes a free one and logs it")
    static let adminToken = SettingKey(
        "MOVIEGEN_ADMIN_TOKEN", .process, .token(minimumCount: 16),
        .computed(.init(ja: "なし", en: "no administration")), isSecret: true,
        ja: "gatewayの管理画面（/admin）に入るための鍵。なければ管理画面はない",
        en: "What opens the gateway's administration (administration.md); without it there is none")
    static let logLevel = SettingKey(
        "MOVIEGEN_LOG_LEVEL", .process,
        .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]), .value("info"),
        ja: "ログに書く最低の重要度", en: "The least severe log line that is written")
    static let drainSeconds = SettingKey(
        "MOVIEGEN_DRAIN_SECONDS", .process, .wholeNumber(1...3600), .value("25"), unit: "seconds",
        ja: "停止するとき、実行中のタスクを待つ時間。過ぎると試行を数えずに返す",
        en: "How long a service that stops waits for its tasks before it hands them back, no attempt spent")

    // Tasks
    static let leaseSeconds = SettingKey(
        "MOVIEGEN_LEASE_SECONDS", .tasks, .wholeNumber(5...3600), .value("60"), unit: "seconds",
        ja: "タスクを保持できる時間。更新が途絶えるとほかのプロセスが引き継ぐ",
        en: "How long a task is kept without a renewal before another process may take it")
    static let renewSeconds = SettingKey(
        "MOVIEGEN_RENEW_SECONDS", .tasks, .wholeNumber(1...1800), .value("15"), unit: "seconds",
        ja: "保持を更新する間隔。MOVIEGEN_LEASE_SECONDSの半分より短く",
        en: "How often a lease is renewed; less than half of MOVIEGEN_LEASE_SECONDS")
    static let rescueSeconds = SettingKey(
        "MOVIEGEN_RESCUE_SECONDS", .tasks, .wholeNumber(1...3600), .value("15"), unit: "seconds",
        ja: "保持の切れたタスクを探す間隔", en: "How often tasks whose lease ran out are looked for")
    static let reconcileSeconds = SettingKey(
        "MOVIEGEN_RECONCILE_SECONDS", .tasks, .wholeNumber(5...86400), .value("60"), unit: "seconds",
        ja: "データベースとキューの数を突き合わせる間隔",
        en: "How often the database is compared with the queues")
    static let outboxBatch = SettingKey(
        "MOVIEGEN_OUTBOX_BATCH", .tasks, .wholeNumber(1...1000), .value("100"), unit: "messages",
        ja: "一度に送る未送信メッセージの数", en: "How many waiting messages are published at a time")
    static let scriptDeadline = SettingKey.deadline("SCRIPT", "120", ja: "台本", en: "the script")
    static let audioDeadline = SettingKey.deadline("AUDIO", "180", ja: "1セクションの音声", en: "a section's speech")
    static let slideDeadline = SettingKey.deadline("SLIDE", "60", ja: "1枚のスライド", en: "a slide")
    static let timelineDeadline = SettingKey.deadline("TIMELINE", "120", ja: "タイムライン", en: "the timeline")
    static let renderDeadline = SettingKey.deadline("RENDER", "900", ja: "1区間の描画", en: "rendering a segment")
    static let assembleDeadline = SettingKey.deadline("ASSEMBLE", "900", ja: "動画の結合", en: "joining the film")
    static let jobDeadline = SettingKey(
        "MOVIEGEN_JOB_DEADLINE_SECONDS", .tasks, .wholeNumber(60...604_800), .value("7200"), unit: "seconds",
        ja: "ジョブ全体に使える時間。過ぎると失敗になる", en: "How long a whole job may take before it fails")

    private static func deadline(_ stage: String, _ standard: String, ja: String, en: String) -> SettingKey {
        SettingKey(
            "MOVIEGEN_\(stage)_DEADLINE_SECONDS", .tasks, .wholeNumber(5...86400), .value(standard),
            unit: "seconds", ja: "\(ja)に使える時間。過ぎると試行は失敗",
            en: "How long \(en) may take; then the attempt fails")
    }

    // Retries
    static let retryFirst = SettingKey(
        "MOVIEGEN_RETRY_FIRST_SECONDS", .retries, .wholeNumber(1...3600), .value("10"), unit: "seconds",
        ja: "最初の再試行までの時間", en: "How long after a failure the first retry comes")
    static let retryFactor = SettingKey(
        "MOVIEGEN_RETRY_FACTOR", .retries, .number(1...10), .value("3"),
        ja: "次の再試行までの時間を何倍にするか", en: "By how much the wait grows with every retry")
    static let retryLongest = SettingKey(
        "MOVIEGEN_RETRY_LONGEST_SECONDS", .retries, .wholeNumber(1...86400), .value("1800"), unit: "seconds",
        ja: "再試行までの最長の時間", en: "The longest wait before a retry")

    // Limits
    static let retentionHours = SettingKey(
        "MOVIEGEN_RETENTION_HOURS", .limits, .wholeNumber(1...8760), .value("24"), unit: "hours",
        aliases: ["JOB_EXPIRATION_HOURS"],
        ja: "ジョブと動画を残す時間", en: "How long a job and its film are kept")
    static let openJobLimit = SettingKey(
        "MOVIEGEN_OPEN_JOB_LIMIT", .limits, .wholeNumber(1...100_000), .value("10"), unit: "jobs",
        aliases: ["MAX_QUEUE_SIZE"],
        ja: "終わっていないジョブの上限。超えると受け付けない",
        en: "How many unfinished jobs there may be before new ones are refused")
    static let dailyJobLimit = SettingKey(
        "MOVIEGEN_DAILY_JOB_LIMIT", .limits, .wholeNumber(1...100_000), .value("5"), unit: "jobs",
        aliases: ["RATE_LIMIT_PER_DAY"],
        ja: "1つのアドレスが1日（UTC）に作れるジョブの数",
        en: "How many jobs one address may make a day (UTC)")
    static let filmMinutes = SettingKey(
        "MOVIEGEN_FILM_MINUTES_LIMIT", .limits, .wholeNumber(1...60), .value("5"), unit: "minutes",
        aliases: ["MAX_VIDEO_DURATION_MINUTES"],
        ja: "動画の最長の長さ", en: "How long a film may be")
    static let trustedProxies = SettingKey(
        "MOVIEGEN_TRUSTED_PROXIES", .limits, .networks,
        .computed(.init(ja: "なし", en: "none")),
        ja: "X-Forwarded-Forを信じてよい中継サーバーのネットワーク（例: 10.0.0.0/8, 2001:db8::/32）",
        en: "The networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8, 2001:db8::/32")
    static let allowsPrivateAddresses = SettingKey(
        "MOVIEGEN_ALLOW_PRIVATE_ADDRESSES", .limits, .flag, .value("false"),
        ja: "社内など、公開されていないアドレスの記事を読むことを許す",
        en: "Whether articles may be read from addresses that are not public")

    // Fault tests
    static let stageImplementation = SettingKey(
        "MOVIEGEN_STAGE_IMPLEMENTATION", .tests, .choice(["real", "fake"]), .value("real"),
        ja: "fakeにすると、工程は何も作らずに終わる", en: "With fake, stages end without making anything")
    static let crashAt = SettingKey(
        "MOVIEGEN_CRASH_AT", .tests, .word(maximumCount: 64),
        .computed(.init(ja: "なし", en: "nowhere")),
        ja: "この名前の場所でプロセスを止める", en: "The crash point at which the process kills itself")

    /// In the order of the page.
    package static let all: [SettingKey] = [
        rabbitMQ, database, databaseSchema, confirmSeconds,
        configurationFile, artifacts, assets, voices, voicevox, filmConfiguration, diskFloor,
        instance, slots, httpHost, httpPort, adminToken, healthHost, healthPort, logLevel, drainSeconds,
        leaseSeconds, renewSeconds, rescueSeconds, reconcileSeconds, outboxBatch,
        scriptDeadline, audioDeadline, slideDeadline, timelineDeadline, renderDeadline, assembleDeadline,
        jobDeadline,
        retryFirst, retryFactor, retryLongest,
        retentionHours, openJobLimit, dailyJobLimit, filmMinutes, trustedProxies, allowsPrivateAddresses,
        stageImplementation, crashAt,
    ]

    /// Settings of the reference system that mean nothing here, with the reason.
    package static let withoutEffect: [(name: String, reason: Localized)] = [
        (
            "POCKETBASE_URL",
            .init(ja: "状態はPostgreSQLにある（DATABASE_URL）", en: "state is kept in PostgreSQL (DATABASE_URL)")
        ),
        (
            "WORKER_POLL_INTERVAL",
            .init(ja: "仕事はRabbitMQから届き、見に行かない", en: "work arrives from RabbitMQ; nothing polls")
        ),
        ("FIRECRAWL_API_KEY", .init(ja: "記事は鍵なしで読む", en: "articles are read without a key")),
        (
            "FIRECRAWL_SUMMARY_MIN_LENGTH",
            .init(ja: "記事は鍵なしで読み、自分で判断する", en: "articles are read and judged without Firecrawl")
        ),
        (
            "OPENROUTER_API_KEY",
            .init(ja: "台本は規則で書き、モデルを使わない", en: "the script is written by rule, without a model")
        ),
        (
            "MCP_CONFIG_PATH",
            .init(ja: "台本は規則で書き、道具を呼ばない", en: "the script is written by rule, without tools")
        ),
    ]
}

extension SettingKey {
    static let stageDeadlines = [
        scriptDeadline, audioDeadline, slideDeadline, timelineDeadline, renderDeadline, assembleDeadline,
    ]

    /// Variables of our own tests and scripts, which no service reads.
    static let readElsewhere = [
        "MOVIEGEN_REWRITE_GOLDENS", "MOVIEGEN_SERVER_TESTS", "MOVIEGEN_TEST_DATABASE_URL",
    ]
}
