package dev.ondes.playground.gitlab.git;

import dev.ondes.playground.gitlab.pipelines.Commit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** A bare repository per project. Thread-safe. */
public final class Repositories implements AutoCloseable {
    private final Path folder;
    private final Map<Long, Repository> open = new ConcurrentHashMap<>();

    public Repositories(Path folder) {
        NoMachineSettings.install();
        this.folder = folder;
    }

    public void create(long project, String defaultBranch) throws IOException {
        Repository repository = new FileRepositoryBuilder()
                .setBare()
                .setGitDir(folder.resolve(project + ".git").toFile())
                .build();
        repository.create(true);
        repository.getConfig().setBoolean("uploadpack", null, "allowFilter", true);
        repository.getConfig().save();
        open.put(project, repository);
        head(project, defaultBranch);
    }

    Repository of(long project) {
        Repository repository = open.get(project);
        if (repository == null) {
            throw new IllegalStateException("Project " + project + " has no repository");
        }
        return repository;
    }

    void head(long project, String branch) {
        try {
            RefUpdate head = of(project).updateRef(Constants.HEAD);
            head.disableRefLog();
            head.link(Constants.R_HEADS + branch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By branch, tag or id. */
    public Optional<Commit> commit(long project, String name) {
        try (RevWalk walk = new RevWalk(of(project))) {
            ObjectId id = of(project).resolve(name + "^{commit}");
            return id == null ? Optional.empty() : Optional.of(described(walk.parseCommit(id)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Commit described(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        return new Commit(
                commit.name(),
                commit.getShortMessage(),
                commit.getFullMessage(),
                author.getName(),
                author.getEmailAddress(),
                Instant.ofEpochSecond(commit.getCommitTime()));
    }

    /** What git calls the content of a file of a commit. */
    public Optional<String> contentId(long project, String sha, String path) {
        return blob(project, sha, path).map(ObjectId::name);
    }

    /** A file of a commit as text. */
    public Optional<String> file(long project, String sha, String path) {
        return blob(project, sha, path).map(id -> {
            try {
                return new String(of(project).open(id).getBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Optional<ObjectId> blob(long project, String sha, String path) {
        try (RevWalk walk = new RevWalk(of(project));
                TreeWalk tree = TreeWalk.forPath(
                        of(project),
                        path,
                        walk.parseCommit(ObjectId.fromString(sha)).getTree())) {
            return tree == null ? Optional.empty() : Optional.of(tree.getObjectId(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ref that keeps a pipeline's commit, whatever happens to its branch. */
    public void keep(long project, long pipeline, String sha) {
        try {
            RefUpdate update = of(project).updateRef("refs/pipelines/" + pipeline);
            update.setNewObjectId(ObjectId.fromString(sha));
            update.disableRefLog();
            update.forceUpdate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One commit on top of a branch, which it makes where it isn't there; files that aren't named stay. */
    public String commit(long project, String branch, String message, Map<String, String> files, Instant at)
            throws IOException {
        Repository repository = of(project);
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId parent = repository.resolve(Constants.R_HEADS + branch);
            var builder = new CommitBuilder();
            builder.setTreeId(tree(repository, parent, files, inserter));
            if (parent != null) {
                builder.setParentId(parent);
            }
            var author = new PersonIdent("Administrator", "admin@example.com", at, ZoneOffset.UTC);
            builder.setAuthor(author);
            builder.setCommitter(author);
            builder.setMessage(message);
            ObjectId commit = inserter.insert(builder);
            inserter.flush();
            RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
            update.setNewObjectId(commit);
            update.setExpectedOldObjectId(parent == null ? ObjectId.zeroId() : parent);
            RefUpdate.Result result = update.update();
            if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
                throw new IOException("The branch could not be moved: " + result);
            }
            return commit.name();
        }
    }

    private static ObjectId tree(
            Repository repository, @Nullable ObjectId parent, Map<String, String> files, ObjectInserter inserter)
            throws IOException {
        DirCache index = DirCache.newInCore();
        if (parent != null) {
            DirCacheBuilder existing = index.builder();
            try (RevWalk walk = new RevWalk(repository)) {
                existing.addTree(
                        new byte[0],
                        0,
                        repository.newObjectReader(),
                        walk.parseCommit(parent).getTree());
            }
            existing.finish();
        }
        DirCacheEditor editor = index.editor();
        for (Map.Entry<String, String> file : files.entrySet()) {
            ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8));
            editor.add(new DirCacheEditor.PathEdit(file.getKey()) {
                @Override
                public void apply(DirCacheEntry entry) {
                    entry.setFileMode(FileMode.REGULAR_FILE);
                    entry.setObjectId(blob);
                }
            });
        }
        editor.finish();
        return index.writeTree(inserter);
    }

    @Override
    public void close() {
        open.values().forEach(Repository::close);
    }
}
