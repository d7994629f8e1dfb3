using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.CrossChecks;

public sealed class ChromiumTests
{
    [Fact]
    public void Without_a_browser_the_tests_say_what_to_install() =>
        Should.Throw<InvalidOperationException>(() => Chromium.Find("/nowhere:/neither")).Message.ShouldContain("apt-get install chromium");
}
