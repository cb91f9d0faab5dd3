using System.Text.RegularExpressions;
using Partner.Core.Cards;
using Partner.Core.Texts;
using Partner.Sandbox.Issuer;

namespace Partner.Server.Tests;

/// <summary>The sandbox that the documents describe is the one that the simulated issuer plays.</summary>
public sealed partial class SandboxReadmeTests
{
    private static readonly CardType[] Types = Enum.GetValues<CardType>();

    [Fact]
    public void The_contracts_page_has_every_card_of_the_sandbox() =>
        AssertTable(Path.Combine("protos", "README.md"), CardsOfAllTypes());

    [Fact]
    public void The_front_page_has_the_phone_card_of_every_outcome() => AssertTable("README.md", PhoneCards());

    private static void AssertTable(string file, IEnumerable<string> rows)
    {
        var expected = string.Join('\n', rows);

        var actual = TableOfCards().Match(File.ReadAllText(Path.Combine(RepositoryRoot(), file))).Groups["table"].Value;

        Assert.True(expected == actual, $"The sandbox table in {file} should be:\n{expected}\n");
    }

    private static IEnumerable<string> CardsOfAllTypes()
    {
        yield return $"| what happens | {string.Join(" | ", Types.Select(type => $"`{EnumWord.Upper(type)}`"))} |";
        yield return $"|---|{string.Concat(Types.Select(_ => "---|"))}";
        foreach (var card in SandboxCards.All)
        {
            var numbers = string.Join(" | ", Types.Select(type => SandboxCards.Number(type, card.Outcome)));
            yield return $"| {card.English}<br>{card.Chinese} | {numbers} |";
        }
    }

    private static IEnumerable<string> PhoneCards()
    {
        yield return "| card | what happens |";
        yield return "|---|---|";
        foreach (var card in SandboxCards.All)
        {
            yield return $"| {card.Number} | {card.English}<br>{card.Chinese} |";
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "protos", "README.md")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("protos/README.md is in no folder above.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(
        "<!-- sandbox cards: .*? -->\n(?<table>.*?)\n<!-- end of sandbox cards -->",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex TableOfCards();
}
