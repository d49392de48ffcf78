// SPDX-License-Identifier: Apache-2.0
#include <stdint.h>
#include <libavformat/avformat.h>
#include <libavcodec/avcodec.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
#include <libavutil/channel_layout.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/intreadwrite.h>
#include <x264.h>
#include <ebur128.h>

// Macros that Swift's importer does not see.
static const int moviegen_averror_eagain = AVERROR(EAGAIN);
static const int moviegen_averror_eof = AVERROR_EOF;
static const int64_t moviegen_av_nopts = AV_NOPTS_VALUE;
static const AVChannelLayout moviegen_layout_mono = AV_CHANNEL_LAYOUT_MONO;
static const AVChannelLayout moviegen_layout_stereo = AV_CHANNEL_LAYOUT_STEREO;
static inline AVRational moviegen_rational(int numerator, int denominator) { return (AVRational){numerator, denominator}; }
