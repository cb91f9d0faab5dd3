using System.Text.Json;
using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Image;

/// <summary>The image holds the program and nothing to misuse; eng/image/check.sh runs its build commands.</summary>
public sealed class DockerfileTests
{
    private static readonly IReadOnlyList<(string Name, string Words)> Instructions =
    [
        .. Repository.Read("eng", "image", "Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..].Trim())),
    ];

    private static IEnumerable<(string Name, string Words)> Build => Instructions.Take(FinalStage());

    private static IEnumerable<(string Name, string Words)> Final => Instructions.Skip(FinalStage());

    [Fact]
    public void The_final_stage_is_a_runtime_without_a_shell_but_with_ICU()
    {
        var image = Final.First().Words.Split(' ')[0];

        Assert.Contains("/dotnet/aspnet:10.0-", image, StringComparison.Ordinal);
        Assert.EndsWith("-chiseled-extra", image, StringComparison.Ordinal);
        Assert.DoesNotContain(Final, instruction => instruction.Name == "RUN");
    }

    [Fact]
    public void The_user_is_a_number_that_is_not_roots_and_is_the_charts()
    {
        var user = Final.Single(instruction => instruction.Name == "USER").Words;

        Assert.Equal("1654:1654", user);
        var values = Repository.Read("charts", "partner", "values.yaml");
        Assert.Contains("runAsUser: 1654\n  runAsGroup: 1654\n", values, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_is_started_without_a_shell_in_between()
    {
        var words = JsonSerializer.Deserialize<string[]>(
            Final.Single(instruction => instruction.Name == "ENTRYPOINT").Words)!;

        Assert.Equal(["dotnet", "Partner.Server.dll"], words);
    }

    [Fact]
    public void It_is_built_by_the_command_that_the_readme_gives()
    {
        var command = Build.Single(instruction => instruction.Name == "RUN").Words;

        Assert.StartsWith("dotnet publish src/Partner.Server ", command, StringComparison.Ordinal);
        Assert.Contains($"\n{command}\n", Repository.Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_copied_exists_and_keeps_its_place()
    {
        var copies = Build.Where(instruction => instruction.Name == "COPY")
            .Select(copy => copy.Words.Split(' '))
            .ToList();

        Assert.NotEmpty(copies);
        foreach (var words in copies)
        {
            Assert.All(words[..^1], source => Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source));
            Assert.True(words[^1] == "./" || words[..^1] is [var only] && only == words[^1], string.Join(' ', words));
        }
    }

    [Fact]
    public void Only_what_the_build_made_reaches_the_final_stage() =>
        Assert.Equal(
            ["--from=build /source/out ./"],
            Final.Where(instruction => instruction.Name is "COPY" or "ADD").Select(copy => copy.Words));

    [Fact]
    public void Its_ports_are_the_charts()
    {
        var ports = Final.Single(instruction => instruction.Name == "EXPOSE").Words;
        var values = Manifest.ReadAll(Repository.Read("charts", "partner", "values.yaml")).Single();

        Assert.Equal($"{values["server", "port"]} {values["server", "healthPort"]}", ports);
    }

    private static int FinalStage() =>
        Instructions.Select(instruction => instruction.Name).ToList().LastIndexOf("FROM");
}
