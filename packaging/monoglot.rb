# The Homebrew formula; `.ci/release formula` fills in the version and the checksums.
class Monoglot < Formula
  desc "Keeps one language per document: flags or removes what does not belong"
  homepage "https://github.com/monoglot/monoglot"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "https://github.com/monoglot/monoglot/releases/download/v#{version}/monoglot-#{version}-aarch64-apple-darwin.tar.gz"
      sha256 "@aarch64-apple-darwin@"
    end
    on_intel do
      url "https://github.com/monoglot/monoglot/releases/download/v#{version}/monoglot-#{version}-x86_64-apple-darwin.tar.gz"
      sha256 "@x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "https://github.com/monoglot/monoglot/releases/download/v#{version}/monoglot-#{version}-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@aarch64-unknown-linux-musl@"
    end
    on_intel do
      url "https://github.com/monoglot/monoglot/releases/download/v#{version}/monoglot-#{version}-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@x86_64-unknown-linux-musl@"
    end
  end

  def install
    bin.install "monoglot"
    generate_completions_from_executable(bin/"monoglot", "completions")
    (man1/"monoglot.1").write Utils.safe_popen_read(bin/"monoglot", "man")
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/monoglot --version")
  end
end
