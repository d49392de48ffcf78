// SPDX-License-Identifier: Apache-2.0
#if !hasFeature(InternalImportsByDefault) || !hasFeature(MemberImportVisibility) || !hasFeature(ExistentialAny)
    #error("Package.swift names a feature this compiler does not know.")
#endif
