using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Partner.House.Tests;

/// <summary>
/// A method can be read at one sight. Lengths of files and lines are looked at by eng/checks/house-rules.sh, which
/// needs no compiler for it.
/// </summary>
public sealed class MethodLengthTests
{
    private const int MostLines = 70;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_method_is_longer_than_70_lines(string folder)
    {
        var files = SourceFiles.Below(folder).ToList();

        var found = files.SelectMany(
            file => LongOnes(File.ReadAllText(Path.Combine(SourceFiles.Repository, file)), file));

        Assert.NotEmpty(files);
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("class C { void M() { BODY } }", "M")]
    [InlineData("class C { C() { BODY } }", "C")]
    [InlineData("class C { int P { get { BODY } } }", "get")]
    [InlineData("class C { void M() => N(() => { BODY }); }", "M")]
    [InlineData("class C { Action F = () => { BODY }; }", "() => {")]
    public void What_is_longer_is_found_in_every_kind_of_method(string text, string name)
    {
        Assert.Empty(LongOnes(text.Replace("BODY", new string('\n', MostLines - 1), StringComparison.Ordinal), "C.cs"));
        Assert.Equal(
            [$"C.cs:1: {name}: 71 lines"],
            LongOnes(text.Replace("BODY", new string('\n', MostLines), StringComparison.Ordinal), "C.cs"));
    }

    [Fact]
    public void Comments_and_attributes_before_a_method_do_not_count()
    {
        var long70 = new string('\n', MostLines);

        Assert.Empty(LongOnes($"class C {{ /* {long70} */ [A({long70})] [B] void M() {{ }} }}", "C.cs"));
    }

    private static IEnumerable<string> LongOnes(string text, string file)
    {
        var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest));
        foreach (var method in tree.GetRoot().DescendantNodes().Where(IsMethod))
        {
            var begin = tree.GetLineSpan(SpanOf(method)).StartLinePosition.Line;
            var lines = tree.GetLineSpan(method.Span).EndLinePosition.Line - begin + 1;
            if (lines > MostLines)
            {
                yield return $"{file}:{begin + 1}: {NameOf(method)}: {lines} lines";
            }
        }
    }

    /// <summary>A lambda inside a method counts with it; one that begins a field stands for a method.</summary>
    private static bool IsMethod(SyntaxNode node) => node
        is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        || (node is LambdaExpressionSyntax && !node.Ancestors().Any(outer => outer
            is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LambdaExpressionSyntax));

    private static TextSpan SpanOf(SyntaxNode method)
    {
        var attributes = method switch
        {
            MemberDeclarationSyntax member => member.AttributeLists,
            AccessorDeclarationSyntax accessor => accessor.AttributeLists,
            _ => default,
        };
        return attributes.Count == 0 ? method.Span : attributes.Last().GetLastToken().GetNextToken().Span;
    }

    private static string NameOf(SyntaxNode method) => method switch
    {
        MethodDeclarationSyntax named => named.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        AccessorDeclarationSyntax accessor => accessor.Keyword.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        _ => method.ToString().Split('\n')[0].TrimEnd(),
    };
}
